-- Jobs that were called off; their orders may still lie in a dispatch topic.
CREATE TABLE withdrawn_jobs (
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    withdrawn_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_withdrawn_jobs_withdrawn (withdrawn_at)
);
