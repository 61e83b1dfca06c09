-- Reports about jobs that are not known here yet; topics are read side by side. Ids and vocabulary only.
CREATE TABLE early_reports (
    event_id VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    report JSON NOT NULL,
    received_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_early_reports_job (job_id),
    INDEX idx_early_reports_received (received_at)
);
