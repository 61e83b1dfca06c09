-- Entries written before the chain; V21, which knows the key, moves them into the new table and drops this one.
RENAME TABLE comm_audit_log TO comm_audit_log_unchained;

-- Append-only: who did what with a patient's data or to a patient. Organisation 0 is "none". Each entry carries the
-- hash of the one before it. Every unique key contains created_at, which never falls within a chain, so the table can be
-- partitioned by month (docs/audit.md); what must be unique without a time lives in audit_chains and audited_events.
CREATE TABLE comm_audit_log (
    organization_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    event_id VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    patient_id BIGINT NULL,
    user_id VARCHAR(200) NOT NULL,
    action VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    details JSON NULL,
    ip_address VARCHAR(45) NULL,
    user_agent TEXT NULL,
    occurred_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    key_id CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    previous_hash BINARY(32) NOT NULL,
    hash BINARY(32) NOT NULL,
    PRIMARY KEY (organization_id, seq, created_at),
    INDEX idx_comm_audit_log_time (organization_id, occurred_at, seq),
    INDEX idx_comm_audit_log_patient (organization_id, patient_id, occurred_at, seq),
    INDEX idx_comm_audit_log_user (organization_id, user_id, occurred_at, seq),
    INDEX idx_comm_audit_log_action (organization_id, action, occurred_at, seq)
);

-- The head of each organisation's chain; holding its lock is the right to append.
CREATE TABLE audit_chains (
    organization_id BIGINT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash BINARY(32) NOT NULL,
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    checkpoint_seq BIGINT NOT NULL DEFAULT 0,
    unsigned_since TIMESTAMP(6) NULL,
    INDEX idx_audit_chains_unsigned (unsigned_since)
);

-- Events that are in the log, whatever partition holds them.
CREATE TABLE audited_events (
    event_id VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY
);

-- Append-only: what a chain was at a time, signed. The same goes out on outreach.audit-checkpoint.v1.
CREATE TABLE audit_checkpoints (
    organization_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    hash BINARY(32) NOT NULL,
    signed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    key_id CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    signature VARBINARY(64) NOT NULL,
    PRIMARY KEY (organization_id, seq)
);

-- Links to a patient's preference page; of each token only the SHA-256.
CREATE TABLE page_links (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    token_hash BINARY(32) NOT NULL,
    patient_id BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    created_by VARCHAR(200) NOT NULL,
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    expires_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    revoked_at TIMESTAMP(6) NULL,
    UNIQUE KEY uq_page_links_token (token_hash),
    INDEX idx_page_links_patient (patient_id, created_at),
    INDEX idx_page_links_expires (expires_at)
);
