-- By when the scheduler sends a job if not at scheduled_at, why, and when it said so. NULL as long as it has not.
ALTER TABLE comm_jobs
    ADD COLUMN due_at TIMESTAMP(6) NULL DEFAULT NULL,
    ADD COLUMN moved_at TIMESTAMP(6) NULL DEFAULT NULL,
    ADD COLUMN moved_reason VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL;
