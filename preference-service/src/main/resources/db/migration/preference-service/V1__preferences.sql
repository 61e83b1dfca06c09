-- What a patient, or somebody for them, said. NULL means "not said": the next level decides. Addresses are sealed;
-- the hash is for look-up. marketing_opt_in_* copy what the consent ledger says; the ledger decides.
CREATE TABLE patient_comm_prefs (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    patient_id BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    provider_id BIGINT NULL,
    timezone VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NULL,
    language VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NULL,
    quiet_start TIME NULL,
    quiet_end TIME NULL,
    work_start TIME NULL,
    work_end TIME NULL,
    best_hour TINYINT NULL,
    learned_best_hour TINYINT NULL,
    insight_version BIGINT NOT NULL DEFAULT 0,
    allow_email BOOLEAN NULL,
    allow_sms BOOLEAN NULL,
    allow_whatsapp BOOLEAN NULL,
    marketing_opt_in_email BOOLEAN NOT NULL DEFAULT FALSE,
    marketing_opt_in_sms BOOLEAN NOT NULL DEFAULT FALSE,
    marketing_opt_in_whatsapp BOOLEAN NOT NULL DEFAULT FALSE,
    email_address VARCHAR(1500) CHARACTER SET ascii COLLATE ascii_bin NULL,
    email_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    email_problem VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    sms_number VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NULL,
    sms_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    sms_problem VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    whatsapp_number VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NULL,
    whatsapp_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    whatsapp_problem VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    version BIGINT NOT NULL DEFAULT 0,
    profile_as_of TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    UNIQUE KEY uq_patient_comm_prefs_patient (patient_id),
    INDEX idx_patient_comm_prefs_organization (organization_id, patient_id),
    INDEX idx_patient_comm_prefs_provider (provider_id, patient_id),
    INDEX idx_patient_comm_prefs_email (email_hash),
    INDEX idx_patient_comm_prefs_sms (sms_hash),
    INDEX idx_patient_comm_prefs_whatsapp (whatsapp_hash)
);

-- What holds for patients who said nothing: per provider, per organisation, and for all (owner 0).
CREATE TABLE default_comm_prefs (
    level VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    owner_id BIGINT NOT NULL,
    organization_id BIGINT NULL,
    timezone VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NULL,
    language VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NULL,
    quiet_start TIME NULL,
    quiet_end TIME NULL,
    work_start TIME NULL,
    work_end TIME NULL,
    best_hour TINYINT NULL,
    whatsapp_capable BOOLEAN NOT NULL DEFAULT TRUE,
    as_of TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (level, owner_id)
);
INSERT INTO default_comm_prefs (level, owner_id, language, quiet_start, quiet_end, work_start, work_end)
VALUES ('global', 0, 'en', '22:00:00', '08:00:00', '09:00:00', '17:00:00');

-- Levels whose change has not reached all their patients yet, and how far it got.
CREATE TABLE defaults_rollout (
    level VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    owner_id BIGINT NOT NULL,
    after_patient_id BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (level, owner_id)
);

-- Append-only: rows are never changed or deleted.
CREATE TABLE consent_ledger (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    patient_id BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    consent_class VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    action VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    source VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    origin VARCHAR(64) NULL,
    actor VARCHAR(200) NOT NULL,
    evidence_ref VARCHAR(200) NULL,
    wording_version VARCHAR(64) NULL,
    language VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NULL,
    effective_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    recorded_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_consent_ledger_patient (patient_id, id)
);

-- Whether an address may be contacted on a channel, whoever uses it.
CREATE TABLE suppressions (
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    active BOOLEAN NOT NULL DEFAULT FALSE,
    marketing_only BOOLEAN NOT NULL DEFAULT FALSE,
    reason VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version BIGINT NOT NULL DEFAULT 0,
    changed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (address_hash, channel)
);

-- Why: each cause holds from its newest occurrence until it is lifted by something newer.
CREATE TABLE suppression_causes (
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    since TIMESTAMP(6) NULL,
    lifted_at TIMESTAMP(6) NULL,
    marketing_only BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (address_hash, channel, reason)
);

-- Append-only.
CREATE TABLE suppression_history (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    active BOOLEAN NOT NULL,
    marketing_only BOOLEAN NOT NULL,
    reason VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version BIGINT NOT NULL,
    changed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    UNIQUE KEY uq_suppression_history_version (address_hash, channel, version)
);

-- Whoever answered at this address is not the patient.
CREATE TABLE disowned_addresses (
    patient_id BIGINT NOT NULL,
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reported_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (patient_id, address_hash)
);

-- Replies that changed a permission. Kept for ever: an old START replayed under a new event id must change nothing.
CREATE TABLE handled_replies (
    inbound_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    intent VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    received_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_handled_replies_address (address_hash, channel)
);

-- Whom and which address a job was meant for when it was scheduled.
CREATE TABLE job_contacts (
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    patient_id BIGINT NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    scheduled_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_job_contacts_scheduled (scheduled_at)
);

-- Append-only: who did what with a patient's data or to a patient.
CREATE TABLE comm_audit_log (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    event_id VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organization_id BIGINT NULL,
    patient_id BIGINT NULL,
    user_id VARCHAR(200) NOT NULL,
    action VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    details JSON NULL,
    ip_address VARCHAR(45) NULL,
    user_agent TEXT NULL,
    occurred_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    UNIQUE KEY uq_comm_audit_log_event (event_id),
    INDEX idx_comm_audit_log_organization (organization_id, id),
    INDEX idx_comm_audit_log_patient_action (patient_id, action),
    INDEX idx_comm_audit_log_created (created_at)
);
