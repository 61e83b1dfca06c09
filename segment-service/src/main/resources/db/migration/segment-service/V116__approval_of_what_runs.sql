-- Who approved the version that runs, kept when a newer one is written: it goes on meanwhile.
ALTER TABLE comm_campaigns
    ADD COLUMN running_approved_edition INT NULL,
    ADD COLUMN running_approved_by VARCHAR(255) NULL,
    ADD COLUMN running_approved_recipients BIGINT NULL,
    ADD COLUMN running_approved_rules CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL;
