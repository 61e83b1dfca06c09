-- Through which round a campaign's requests are refused (-1: none); whether what had become jobs has been called off.
CREATE TABLE campaign_holds (
    campaign_id BIGINT NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    held_through INT NOT NULL,
    is_swept BOOLEAN NOT NULL DEFAULT TRUE,
    INDEX idx_campaign_holds_is_swept (is_swept)
);

-- The first job of each contact a campaign asked for, and the round that asked for it last.
CREATE TABLE campaign_contacts (
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    campaign_id BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    occasion_key VARCHAR(400) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    round INT NOT NULL,
    is_called_off BOOLEAN NOT NULL DEFAULT FALSE,
    INDEX idx_campaign_contacts_campaign_patient (campaign_id, patient_id),
    INDEX idx_campaign_contacts_campaign_called_off_round (campaign_id, is_called_off, round)
);
