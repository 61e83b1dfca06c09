-- Who has opened an inbox: to whom items may be handed over. Organisation 0 is the inbox of nobody we know.
CREATE TABLE inbox_staff (
    organization_id BIGINT NOT NULL,
    subject VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    seen_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (organization_id, subject)
);

-- What was labelled lately, to judge the rules by.
ALTER TABLE reply_labels ADD INDEX idx_reply_labels_labelled (organization_id, labelled_at);
