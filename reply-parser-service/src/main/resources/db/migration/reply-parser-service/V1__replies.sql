-- What patients wrote. Addresses and text are encrypted; the hash finds the owner of an address.
CREATE TABLE comm_inbound (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NULL,
    patient_id BIGINT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    from_address TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    to_address TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    body MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    provider_message_id VARCHAR(255) NOT NULL,
    provider_opt_out VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    button_payload VARCHAR(255) NULL,
    replied_to_message_id VARCHAR(255) NULL,
    intent VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    confidence DOUBLE NULL,
    language VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    matched_rule VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    related_job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    processed BOOLEAN NOT NULL DEFAULT FALSE,
    -- Until when an answer waits for the question it may belong to.
    due_at TIMESTAMP(6) NULL DEFAULT NULL,
    processed_at TIMESTAMP(6) NULL DEFAULT NULL,
    received_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_comm_inbound_patient_channel (patient_id, channel),
    INDEX idx_comm_inbound_processed (processed, due_at),
    INDEX idx_comm_inbound_address_hash (address_hash, processed),
    INDEX idx_comm_inbound_provider_message (provider_message_id)
);

-- Replies that need a person; without organisation they belong to nobody we know.
CREATE TABLE staff_inbox (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NULL,
    patient_id BIGINT NULL,
    inbound_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    intent VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'open',
    received_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    closed_at TIMESTAMP(6) NULL DEFAULT NULL,
    closed_by VARCHAR(200) NULL,
    UNIQUE KEY uq_staff_inbox_inbound_id (inbound_id),
    INDEX idx_staff_inbox_organization_state (organization_id, state, id)
);

-- Projection of outreach.preference.v1: who they are and which addresses they have.
CREATE TABLE patients (
    patient_id BIGINT NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    language VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version BIGINT NOT NULL
);
CREATE TABLE address_owners (
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    patient_id BIGINT NOT NULL,
    PRIMARY KEY (address_hash, channel, patient_id),
    INDEX idx_address_owners_patient_id (patient_id)
);

-- Projection of outreach.job.v1: messages that ask for an answer.
CREATE TABLE prompts (
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    patient_id BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    purpose VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subject_ref VARCHAR(200) NULL,
    sent_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    INDEX idx_prompts_patient (patient_id, channel, state, sent_at),
    INDEX idx_prompts_sent_at (sent_at)
);
