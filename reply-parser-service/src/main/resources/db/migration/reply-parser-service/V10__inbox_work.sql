-- Who works on an item, and what a person says the reply meant.
ALTER TABLE staff_inbox
    ADD COLUMN claimed_by VARCHAR(200) NULL,
    ADD COLUMN claimed_at TIMESTAMP(6) NULL DEFAULT NULL,
    ADD COLUMN label VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL;

-- What people corrected: how well the parser reads, by what it read. No text; that stays in comm_inbound.
CREATE TABLE reply_labels (
    inbound_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    read_as VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    rule VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    label VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    labelled_by VARCHAR(200) NOT NULL,
    labelled_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_reply_labels_organization (organization_id, read_as, label)
);
