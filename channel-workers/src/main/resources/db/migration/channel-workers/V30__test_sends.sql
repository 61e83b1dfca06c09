-- Tests of templates to staff, committed before their one provider call. No patient has a part in them, so they are
-- neither intents nor contacts. state: open, accepted, not_sent, unknown. opened_at is by the database's clock.
CREATE TABLE test_sends (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    code VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    provider_message_id VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
    opened_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    settled_at TIMESTAMP(6) NULL DEFAULT NULL,
    INDEX idx_test_sends_organization (organization_id, id),
    INDEX idx_test_sends_state (state, opened_at)
);
