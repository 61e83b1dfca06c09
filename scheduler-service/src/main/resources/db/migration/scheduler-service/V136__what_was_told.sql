-- When the orchestrator believes a job to leave, NULL as long as that is due_at, and for which reasons it was told otherwise.
ALTER TABLE due_queue
    ADD COLUMN told_at TIMESTAMP(6) NULL DEFAULT NULL,
    ADD COLUMN told_reasons VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL;
