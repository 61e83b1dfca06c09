-- Jobs that came to nothing and that a person may send again or give up: codes only.
-- state: open, retrying, retried, refused, discarded.
CREATE TABLE dlq_items (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organization_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    purpose VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason_code VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    attempts INT NOT NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'open',
    outcome VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    reviewer VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    note VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    opened_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    changed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    UNIQUE KEY uq_dlq_items_job (job_id),
    INDEX idx_dlq_items_state (organization_id, state, id)
);

-- A review of so many items that a second person must agree. state: proposed, carried_out.
CREATE TABLE dlq_proposals (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    review JSON NOT NULL,
    items INT NOT NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'proposed',
    proposed_by VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    approved_by VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    proposed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    approved_at TIMESTAMP(6) NULL DEFAULT NULL
);
