-- Every event a provider told us, once. Ids and vocabulary in clear; what was said is encrypted.
CREATE TABLE webhook_events (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    provider VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    dedupe_key VARCHAR(220) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    code VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    raw MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    received_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    UNIQUE KEY uq_webhook_events_provider_dedupe_key (provider, dedupe_key),
    INDEX idx_webhook_events_received_at (received_at),
    INDEX idx_webhook_events_job_id (job_id)
);
