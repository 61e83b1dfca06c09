-- An experiment belongs to a campaign and outlives its versions. stopped: names of variants, separated by commas.
CREATE TABLE experiments (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    campaign_id BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    design JSON NOT NULL,
    namespace VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    share_from SMALLINT NOT NULL,
    share_to SMALLINT NOT NULL,
    is_running BOOLEAN NOT NULL,
    winner VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NULL,
    stopped VARCHAR(600) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    verdict VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    decided_at TIMESTAMP(6) NULL DEFAULT NULL,
    started_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    UNIQUE KEY uq_experiments_campaign (campaign_id),
    INDEX idx_experiments_organization_namespace (organization_id, namespace)
);

-- Who has met an experiment, and what they got: it stays.
CREATE TABLE experiment_exposures (
    experiment_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    variant VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    exposed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (experiment_id, patient_id)
);
