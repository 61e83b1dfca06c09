-- The version of a visit that the patient has confirmed.
ALTER TABLE appointments ADD COLUMN confirmed_version INT NULL;

-- unless_confirmed: pointless once the patient has confirmed the visit. merge_key: jobs with one key for one address of an
-- organisation become one. is_household: worded for several patients who are reached at one address.
ALTER TABLE comm_jobs
    ADD COLUMN unless_confirmed BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN merge_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN is_household BOOLEAN NOT NULL DEFAULT FALSE,
    ADD INDEX idx_comm_jobs_merge (organization_id, recipient_hash, merge_key, status);

-- Cancelled jobs that another job tells of as well. A row goes when that job comes to nothing or its patient has to be told
-- nothing any more.
CREATE TABLE household_members (
    member_job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organization_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    joined_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_household_members_job (job_id),
    INDEX idx_household_members_patient (organization_id, patient_id)
);

-- One row for each address of which a job may be merged with others; its lock puts their decisions in order.
CREATE TABLE shared_addresses (
    organization_id BIGINT NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (organization_id, channel, address_hash)
);
