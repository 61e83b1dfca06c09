-- A job may have a successor in the same contact slot: on the next channel, to a corrected address, or after review.
-- channel_route: this job's channel and those left to fall back on, in order. processing_attempt and refused_attempt:
-- the last attempt whose intent was committed, and the last that definitely came to nothing.
ALTER TABLE comm_jobs
    DROP INDEX uq_comm_jobs_slot,
    ADD COLUMN requested_template_id BIGINT NULL,
    ADD COLUMN channel_route VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN previous_job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN generation INT NOT NULL DEFAULT 0,
    ADD COLUMN processing_attempt INT NULL,
    ADD COLUMN refused_attempt INT NULL,
    ADD UNIQUE INDEX uq_comm_jobs_previous (previous_job_id),
    ADD INDEX idx_comm_jobs_slot (slot_id),
    ADD INDEX idx_comm_jobs_contacts (organization_id, patient_id, scheduled_at);

ALTER TABLE decisions ADD INDEX idx_decisions_request (request_id);

-- What an organisation has set for itself; absent means the suite's defaults.
CREATE TABLE outreach_settings (
    organization_id BIGINT NOT NULL PRIMARY KEY,
    settings JSON NOT NULL,
    version BIGINT NOT NULL,
    changed_by VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    changed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
);
