-- Answers of patients that wait in the inbox of an organisation's staff, whichever message they are to.
CREATE TABLE waiting_replies (
    inbound_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    waiting_since TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_waiting_replies_organization (organization_id)
);
