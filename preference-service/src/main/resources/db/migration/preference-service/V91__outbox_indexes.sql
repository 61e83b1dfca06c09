-- Nobody looks events up by these: the id is made for the row, and clean-up finds the old ones by when they happened. Each
-- event was entered into four indexes and moved within two of them when it was sent.
ALTER TABLE outbox DROP INDEX uq_outbox_event, DROP INDEX idx_outbox_sent_at;
