-- What a model takes a reply for that no rule has understood; null where it is anybody's guess. Nothing follows from it but the
-- order in which people see what waits for them.
ALTER TABLE staff_inbox
    ADD COLUMN suggested_intent VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN suggested_confidence DOUBLE NULL,
    ADD COLUMN suggested_language VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN suggested_by VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD INDEX idx_staff_inbox_suggested (state, suggested_intent, claimed_by);

-- Whether an emergency or a wrong person asked for no more messages in the same breath.
ALTER TABLE comm_inbound ADD COLUMN is_also_stop BOOLEAN NOT NULL DEFAULT FALSE;

-- So that people's corrections judge the model, too.
ALTER TABLE reply_labels
    ADD COLUMN suggested VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN suggested_by VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL;
