-- For how many recipients the second person approved a campaign, and who has written each version.
ALTER TABLE comm_campaigns ADD COLUMN approved_recipients BIGINT NULL;

CREATE TABLE campaign_authors (
    campaign_id BIGINT NOT NULL,
    version INT NOT NULL,
    author VARCHAR(255) NOT NULL,
    PRIMARY KEY (campaign_id, version, author)
);

INSERT INTO campaign_authors (campaign_id, version, author) SELECT campaign_id, version, created_by FROM campaign_versions;
