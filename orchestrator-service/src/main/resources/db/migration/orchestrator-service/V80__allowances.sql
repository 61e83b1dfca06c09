-- allowance: which one a job is counted against; null is that of its purpose. told_sensitive: what its caller said of the visit.
-- own_send_at, own_expires_at: the times of the message to its own patient, of a job that has taken those of others.
ALTER TABLE comm_jobs
    ADD COLUMN allowance VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN told_sensitive BOOLEAN NULL,
    ADD COLUMN own_send_at TIMESTAMP(6) NULL DEFAULT NULL,
    ADD COLUMN own_expires_at TIMESTAMP(6) NULL DEFAULT NULL;
