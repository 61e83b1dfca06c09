-- The zone in which an organisation's days begin and end.
CREATE TABLE organizations (
    organization_id BIGINT NOT NULL PRIMARY KEY,
    timezone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
);

-- What is known of a job besides its milestones, for signals that name the job only.
CREATE TABLE stat_jobs (
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    provider_id BIGINT NOT NULL,
    channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    purpose VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
);

-- The ledger: each milestone of each job once. comm_stats can be counted again from it at any time. stat_date is the
-- day in the organisation's zone as it was known when the milestone arrived.
CREATE TABLE job_milestones (
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    milestone VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organization_id BIGINT NOT NULL,
    provider_id BIGINT NOT NULL,
    channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    purpose VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    stat_date DATE NOT NULL,
    occurred_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (job_id, milestone),
    INDEX idx_job_milestones_stat (organization_id, milestone, stat_date)
);

-- Unsubscribes whose job is not known yet; they are counted when it appears.
CREATE TABLE waiting_signals (
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    occurred_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
);

-- Counts per day, organisation, provider, channel and purpose. provider_id 0 means none: NULLs would be distinct.
CREATE TABLE comm_stats (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    date DATE NOT NULL,
    organization_id BIGINT NOT NULL DEFAULT 0,
    provider_id BIGINT NOT NULL DEFAULT 0,
    channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    purpose VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    scheduled_count INT NOT NULL DEFAULT 0,
    sent_count INT NOT NULL DEFAULT 0,
    delivered_count INT NOT NULL DEFAULT 0,
    opened_count INT NOT NULL DEFAULT 0,
    clicked_count INT NOT NULL DEFAULT 0,
    replied_count INT NOT NULL DEFAULT 0,
    bounced_count INT NOT NULL DEFAULT 0,
    failed_count INT NOT NULL DEFAULT 0,
    expired_count INT NOT NULL DEFAULT 0,
    cancelled_count INT NOT NULL DEFAULT 0,
    unsubscribed_count INT NOT NULL DEFAULT 0,
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    UNIQUE KEY unique_stats (date, organization_id, provider_id, channel, purpose),
    INDEX idx_date_org (organization_id, date),
    INDEX idx_channel_purpose (channel, purpose)
);

-- Counting holds the row shared, recounting exclusively.
CREATE TABLE recount_lock (
    id TINYINT NOT NULL PRIMARY KEY
);
INSERT INTO recount_lock (id) VALUES (1);
