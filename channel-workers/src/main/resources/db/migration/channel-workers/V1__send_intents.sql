-- What a patient allows on a channel, as preference-service says. The send gate reads a row with a share lock in the
-- transaction that writes the intent; whoever changes it holds it exclusively, so that an opt-out and a send cannot
-- pass each other. The suppression of the address is kept here as well, because an absent row cannot be locked.
CREATE TABLE send_permissions (
    patient_id BIGINT NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organization_id BIGINT NOT NULL,
    transactional TINYINT NOT NULL,
    marketing TINYINT NOT NULL,
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    suppression VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'none',
    version BIGINT NOT NULL,
    changed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (patient_id, channel),
    INDEX idx_send_permissions_address (address_hash, channel)
);

-- Addresses that may not be contacted, whoever uses them. suppression: none, marketing, all.
CREATE TABLE suppressions (
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    suppression VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason VARCHAR(64) NOT NULL,
    version BIGINT NOT NULL,
    changed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (address_hash, channel)
);

-- Proof that revocation won: written while the permission row was locked exclusively, so any intent of that patient
-- and channel with a seq above last_intent_seq was opened after the change.
CREATE TABLE permission_changes (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    patient_id BIGINT NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version BIGINT NOT NULL,
    transactional TINYINT NOT NULL,
    marketing TINYINT NOT NULL,
    suppression VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    last_intent_seq BIGINT NOT NULL,
    changed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_permission_changes_patient (patient_id, channel)
);

-- One contact of one patient; at most one attempt may be open. state: free, open, sent.
CREATE TABLE contact_slots (
    slot_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    open_attempt CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'free',
    changed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
);

-- Every attempt, committed before its provider call. opened_at, unknown_at and next_look_at are by the database's
-- clock, ordered_at and deadline_at by the suite's. content is sealed and forgotten when the attempt is settled.
-- state: open, accepted, not_sent, unknown, review.
CREATE TABLE send_intents (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL AUTO_INCREMENT,
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    slot_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    attempt INT NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    purpose VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    patient_id BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    consent_version BIGINT NOT NULL,
    request_fingerprint CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    content MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    provider_message_id VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
    failure_class VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    failure_code VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ordered_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    deadline_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    opened_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    unknown_at TIMESTAMP(6) NULL DEFAULT NULL,
    settled_at TIMESTAMP(6) NULL DEFAULT NULL,
    next_look_at TIMESTAMP(6) NULL DEFAULT NULL,
    looks INT NOT NULL DEFAULT 0,
    misses INT NOT NULL DEFAULT 0,
    UNIQUE KEY uq_send_intents_seq (seq),
    UNIQUE KEY uq_send_intents_attempt (job_id, attempt),
    INDEX idx_send_intents_look (next_look_at),
    INDEX idx_send_intents_slot (slot_id),
    INDEX idx_send_intents_state (organization_id, state, seq),
    INDEX idx_send_intents_unresolved (state, channel),
    INDEX idx_send_intents_message (provider_message_id),
    INDEX idx_send_intents_patient (patient_id, channel, seq)
);
