-- Every job that waits. The message itself is sealed for channel-workers and forgotten when the job ends well.
CREATE TABLE due_queue (
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    slot_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organization_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    purpose VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    lane VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    due_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    expires_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    send_window VARCHAR(8000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    content MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NULL,
    attempt INT NOT NULL DEFAULT 1,
    retries INT NOT NULL DEFAULT 0,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    cancelled TINYINT NOT NULL DEFAULT 0,
    reason VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    dispatched_at TIMESTAMP(6) NULL DEFAULT NULL,
    failed_at TIMESTAMP(6) NULL DEFAULT NULL,
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    -- The order of the claim query: with any other index it would sort, and lock every candidate.
    INDEX idx_due_queue_claim (state, lane, due_at, job_id),
    INDEX idx_due_queue_dispatched (state, dispatched_at),
    INDEX idx_due_queue_organization (organization_id, job_id)
);

-- Jobs withdrawn before they arrived.
CREATE TABLE withdrawn_jobs (
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    reason VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    withdrawn_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
);

-- Jobs that ran out of attempts, for review. A code, never an exception text.
CREATE TABLE dlq_items (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organization_id BIGINT NOT NULL,
    channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    purpose VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason_code VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    attempts INT NOT NULL,
    first_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    last_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    UNIQUE KEY uq_dlq_items_job (job_id),
    INDEX idx_dlq_items_organization (organization_id, state, id)
);

CREATE TABLE best_hours (
    patient_id BIGINT NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    best_hour TINYINT NULL,
    best_channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    confidence DOUBLE NOT NULL,
    learned_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
);

-- US federal holidays (5 U.S.C. 6103) with the days on which they are observed; no marketing on either.
CREATE TABLE holidays (
    holiday DATE NOT NULL PRIMARY KEY,
    name VARCHAR(64) NOT NULL
);
INSERT INTO holidays (holiday, name) VALUES
    ('2026-01-01', 'New Year''s Day'),
    ('2026-01-19', 'Birthday of Martin Luther King, Jr.'),
    ('2026-02-16', 'Washington''s Birthday'),
    ('2026-05-25', 'Memorial Day'),
    ('2026-06-19', 'Juneteenth National Independence Day'),
    ('2026-07-03', 'Independence Day (observed)'),
    ('2026-07-04', 'Independence Day'),
    ('2026-09-07', 'Labor Day'),
    ('2026-10-12', 'Columbus Day'),
    ('2026-11-11', 'Veterans Day'),
    ('2026-11-26', 'Thanksgiving Day'),
    ('2026-12-25', 'Christmas Day'),
    ('2027-01-01', 'New Year''s Day'),
    ('2027-01-18', 'Birthday of Martin Luther King, Jr.'),
    ('2027-02-15', 'Washington''s Birthday'),
    ('2027-05-31', 'Memorial Day'),
    ('2027-06-18', 'Juneteenth National Independence Day (observed)'),
    ('2027-06-19', 'Juneteenth National Independence Day'),
    ('2027-07-04', 'Independence Day'),
    ('2027-07-05', 'Independence Day (observed)'),
    ('2027-09-06', 'Labor Day'),
    ('2027-10-11', 'Columbus Day'),
    ('2027-11-11', 'Veterans Day'),
    ('2027-11-25', 'Thanksgiving Day'),
    ('2027-12-24', 'Christmas Day (observed)'),
    ('2027-12-25', 'Christmas Day'),
    ('2027-12-31', 'New Year''s Day (observed)');
