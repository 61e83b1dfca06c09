-- What this service knows of OVHI core. Rows are replaced by newer events only.
CREATE TABLE patients (
    organization_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    given_name VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NULL, -- sealed
    language VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'en',
    event_time TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (organization_id, patient_id)
);

CREATE TABLE organizations (
    organization_id BIGINT NOT NULL PRIMARY KEY,
    display_name VARCHAR(255) NOT NULL,
    timezone VARCHAR(50) NOT NULL,
    phone VARCHAR(40) NULL,
    sms_phi BOOLEAN NOT NULL DEFAULT FALSE,
    email_phi BOOLEAN NOT NULL DEFAULT FALSE,
    whatsapp BOOLEAN NOT NULL DEFAULT FALSE,
    event_time TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
);

CREATE TABLE providers (
    organization_id BIGINT NOT NULL,
    provider_id BIGINT NOT NULL,
    display_name VARCHAR(255) NOT NULL,
    timezone VARCHAR(50) NULL,
    event_time TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (organization_id, provider_id)
);

-- The newest version of every visit; its row lock orders "visit changed" against "job made for it".
CREATE TABLE appointments (
    organization_id BIGINT NOT NULL,
    appointment_id BIGINT NOT NULL,
    version INT NOT NULL DEFAULT 0,
    patient_id BIGINT NOT NULL,
    provider_id BIGINT NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    start_at TIMESTAMP(6) NULL DEFAULT NULL,
    timezone VARCHAR(50) NULL,
    is_sensitive BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (organization_id, appointment_id)
);

CREATE TABLE patient_insights (
    organization_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    best_hour TINYINT NULL,
    best_channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    fatigue DOUBLE NOT NULL,
    confidence DOUBLE NOT NULL,
    PRIMARY KEY (organization_id, patient_id)
);

-- Communication jobs. Recipient, subject, body and variables are sealed.
CREATE TABLE comm_jobs (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    provider_id BIGINT NULL,
    template_id BIGINT NOT NULL,
    template_version INT NOT NULL,
    campaign_id BIGINT NULL,
    request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    slot_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    purpose VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    language VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    recipient VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    recipient_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subject VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin NULL,
    body MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    variables MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NULL,
    subject_ref VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NULL,
    subject_version INT NULL,
    scheduled_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    expires_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    sent_at TIMESTAMP(6) NULL DEFAULT NULL,
    status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'queued',
    delivery_conflict BOOLEAN NOT NULL DEFAULT FALSE,
    provider_message_id VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
    provider_attempt INT NULL,
    error_message VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL, -- a code, never text
    error_at TIMESTAMP(6) NULL DEFAULT NULL,
    retry_count INT NOT NULL DEFAULT 0,
    is_urgent BOOLEAN NOT NULL DEFAULT FALSE,
    ab_variant VARCHAR(50) NULL,
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    UNIQUE KEY uq_comm_jobs_slot (slot_id),
    INDEX idx_comm_jobs_patient (organization_id, patient_id, id),
    INDEX idx_comm_jobs_status (organization_id, status, id),
    INDEX idx_comm_jobs_subject (organization_id, subject_ref, status),
    INDEX idx_comm_jobs_recipient (recipient_hash, channel, status),
    INDEX idx_comm_jobs_scheduled_status (scheduled_at, status),
    INDEX idx_comm_jobs_campaign (campaign_id)
);

CREATE TABLE comm_job_milestones (
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    milestone VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    first_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (job_id, milestone)
);

-- Every id a provider gave to an attempt of a job, for reports that know nothing else.
CREATE TABLE job_provider_messages (
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    provider_message_id VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (channel, provider_message_id),
    INDEX idx_job_provider_messages_job (job_id)
);

-- A patient is contacted once per occasion.
CREATE TABLE contact_slots (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    purpose VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    occasion_key VARCHAR(400) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    UNIQUE KEY uq_contact_slots_occasion (organization_id, patient_id, purpose, occasion_key)
);

-- Why a request became a job or did not: ids and vocabulary only.
CREATE TABLE decisions (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    purpose VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    occasion_key VARCHAR(400) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    verdict VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    record JSON NOT NULL,
    decided_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_decisions_job (job_id),
    INDEX idx_decisions_patient (organization_id, patient_id, decided_at),
    INDEX idx_decisions_reason (verdict, reason, decided_at)
);

CREATE TABLE idempotency_keys (
    organization_id BIGINT NOT NULL,
    client VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    idempotency_key VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    request_sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    owner CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    status SMALLINT NULL,
    body TEXT NULL,
    started_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    keep_until TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (organization_id, client, idempotency_key),
    INDEX idx_idempotency_keys_keep (keep_until)
);

-- Events that came before what they need. Payloads are sealed.
CREATE TABLE waiting_events (
    event_id VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    type VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    awaited VARCHAR(400) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    payload MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    source VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    occurred_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    since TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    next_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    tries INT NOT NULL DEFAULT 0,
    state VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'waiting',
    INDEX idx_waiting_events_due (state, next_at),
    INDEX idx_waiting_events_awaited (awaited, state)
);

-- What a patient asked of a visit, once per message of theirs.
CREATE TABLE appointment_commands (
    inbound_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    appointment_id BIGINT NOT NULL,
    command VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
);
