-- What is answered to what patients write, and what the answers need to know.

-- Projection of ovhi.provider.v1: who we are.
CREATE TABLE organizations (
    organization_id BIGINT NOT NULL PRIMARY KEY,
    display_name VARCHAR(255) NOT NULL,
    phone VARCHAR(64) NULL,
    language VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    sms_phi BOOLEAN NOT NULL,
    told_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
);

-- Projection of ovhi.appointment.v1: when the visits are that we asked about. Without start only its end is known.
CREATE TABLE visits (
    organization_id BIGINT NOT NULL,
    appointment_id BIGINT NOT NULL,
    version INT NOT NULL,
    patient_id BIGINT NOT NULL,
    start_at TIMESTAMP(6) NULL DEFAULT NULL,
    timezone VARCHAR(64) NULL,
    -- Null is not known, and then nothing may be said of it.
    is_sensitive BOOLEAN NULL,
    is_booked BOOLEAN NOT NULL,
    PRIMARY KEY (organization_id, appointment_id)
);

-- From outreach.delivery.v1: which message of ours an answer quotes. The provider's id is hashed, for it may hold a number.
CREATE TABLE sent_messages (
    message_ref CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sent_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_sent_messages_sent_at (sent_at)
);

-- Answers that were ordered, and what became of them. The text of automatic ones is not kept, that of staff is encrypted.
CREATE TABLE answers (
    answer_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    kind VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    inbound_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organization_id BIGINT NULL,
    patient_id BIGINT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'ordered',
    code VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    message_ref CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    body MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NULL,
    ordered_by VARCHAR(200) NULL,
    ordered_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    reported_at TIMESTAMP(6) NULL DEFAULT NULL,
    INDEX idx_answers_inbound (inbound_id),
    INDEX idx_answers_address (address_hash, channel, kind, ordered_at),
    INDEX idx_answers_message (message_ref)
);

-- Questions back that offer numbers, until one is chosen.
CREATE TABLE follow_ups (
    answer_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    inbound_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    topic VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- In the order of their numbers: intent:job, separated by commas.
    choices VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'open',
    asked_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_follow_ups_address (address_hash, channel, state, asked_at),
    INDEX idx_follow_ups_asked_at (asked_at)
);

-- Null where it was not told.
ALTER TABLE address_owners ADD COLUMN is_permitted BOOLEAN NULL;

ALTER TABLE comm_inbound
    ADD COLUMN replied_to_job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN account_organization_id BIGINT NULL,
    ADD COLUMN is_automatic BOOLEAN NULL,
    ADD COLUMN is_sender_proven BOOLEAN NULL,
    ADD INDEX idx_comm_inbound_address_received (address_hash, channel, received_at);

-- Emergencies come before everything.
ALTER TABLE staff_inbox
    ADD COLUMN is_urgent BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN answer_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD INDEX idx_staff_inbox_urgent (state, is_urgent, claimed_by);
UPDATE staff_inbox SET is_urgent = TRUE WHERE intent = 'emergency';
