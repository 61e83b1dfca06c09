-- What it takes to release much at once, fairly and paced, and to let ended jobs go.
ALTER TABLE due_queue
    ADD COLUMN campaign_id BIGINT NULL,
    -- Whether a paced job has been given its turn.
    ADD COLUMN paced TINYINT NOT NULL DEFAULT 0,
    -- Since when it is turned back because a circuit is open, and whether that was told.
    ADD COLUMN parked_since TIMESTAMP(6) NULL DEFAULT NULL,
    ADD COLUMN patience_over TINYINT NOT NULL DEFAULT 0,
    ADD COLUMN ended_at TIMESTAMP(6) NULL DEFAULT NULL,
    DROP INDEX idx_due_queue_claim,
    -- The order of the claim queries: with any other index they would sort, and lock every candidate.
    ADD INDEX idx_due_queue_claim (state, lane, channel, due_at, job_id),
    ADD INDEX idx_due_queue_fair (state, lane, channel, organization_id, due_at, job_id),
    ADD INDEX idx_due_queue_patient (patient_id),
    ADD INDEX idx_due_queue_ended (ended_at);

UPDATE due_queue SET ended_at = updated_at WHERE state = 'ended';

-- Ended jobs after a while: what became of them, without message and window.
CREATE TABLE due_archive (
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    slot_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organization_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    campaign_id BIGINT NULL,
    purpose VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    lane VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    due_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    expires_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    attempt INT NOT NULL,
    retries INT NOT NULL,
    reason VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    dispatched_at TIMESTAMP(6) NULL DEFAULT NULL,
    ended_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_due_archive_ended (ended_at)
);

ALTER TABLE withdrawn_jobs ADD INDEX idx_withdrawn_jobs_at (withdrawn_at);

-- How fast the bulk lane of a scope leaves (organization:16, campaign:16:7, channel:sms), and which share an organisation has.
CREATE TABLE paces (
    scope VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    per_second DOUBLE NULL,
    weight INT NOT NULL DEFAULT 1,
    -- The next turn that nobody has, on the suite's clock.
    free_at TIMESTAMP(6) NULL DEFAULT NULL
);
