-- Null while no booking of the visit is known: whether anything may be said of it is not known then, so nothing is.
ALTER TABLE appointments MODIFY COLUMN is_sensitive BOOLEAN NULL DEFAULT NULL;
UPDATE appointments SET is_sensitive = NULL WHERE start_at IS NULL;

-- Whether the message says only that there is something to read in the portal.
ALTER TABLE comm_jobs ADD COLUMN is_discreet BOOLEAN NOT NULL DEFAULT FALSE;
