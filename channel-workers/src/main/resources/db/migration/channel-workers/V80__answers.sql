-- Answers to what people wrote, written down when they are ordered and claimed before their one provider call. ordered_at,
-- next_try_at and opened_at are by the database's clock; asked_at (when the message arrived), deadline_at, passed_at (the
-- gate), settled_at and delivery_at by the suite's. content is sealed and forgotten when the answer is settled.
-- organization_id and patient_id are null when they could not be told.
-- state: waiting, open, accepted, refused, not_sent, unknown. delivery_state is the provider's later word.
CREATE TABLE answers (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL AUTO_INCREMENT,
    kind VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    inbound_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organization_id BIGINT NULL,
    patient_id BIGINT NULL,
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    asked_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    deadline_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    content MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    code VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    account VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    provider_message_id VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
    tries INT NOT NULL DEFAULT 0,
    ordered_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    next_try_at TIMESTAMP(6) NULL DEFAULT NULL,
    opened_at TIMESTAMP(6) NULL DEFAULT NULL,
    passed_at TIMESTAMP(6) NULL DEFAULT NULL,
    settled_at TIMESTAMP(6) NULL DEFAULT NULL,
    delivery_state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    delivery_code VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    delivery_at TIMESTAMP(6) NULL DEFAULT NULL,
    UNIQUE KEY uq_answers_seq (seq),
    INDEX idx_answers_next (channel, next_try_at),
    INDEX idx_answers_state (state, opened_at),
    INDEX idx_answers_address (address_hash, channel, passed_at),
    INDEX idx_answers_inbound (inbound_id),
    INDEX idx_answers_organization (organization_id, seq),
    INDEX idx_answers_ordered (ordered_at)
);

-- Addresses from which somebody wrote what was to be answered. The gate locks a row, so that answers to one address are
-- judged one after the other. asked_at, stopped_at (STOP) and started_at (START) are when the newest such message arrived.
CREATE TABLE answer_addresses (
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    asked_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    stopped_at TIMESTAMP(6) NULL DEFAULT NULL,
    started_at TIMESTAMP(6) NULL DEFAULT NULL,
    ordered_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (address_hash, channel),
    INDEX idx_answer_addresses_ordered (ordered_at)
);

-- When an address was last open again: a STOP after it is another one, which is confirmed anew.
ALTER TABLE suppressions ADD COLUMN lifted_at TIMESTAMP(6) NULL DEFAULT NULL;
