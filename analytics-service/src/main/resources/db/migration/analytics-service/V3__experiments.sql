-- Experiments as their exposures tell of them.
CREATE TABLE experiments (
    experiment_id BIGINT NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    campaign_id BIGINT NOT NULL,
    purpose VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    first_exposed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_experiments_organization (organization_id, experiment_id),
    INDEX idx_experiments_exposed (first_exposed_at)
);

-- Who met an experiment, under a keyed hash: the first exposure of a patient counts. shares: the variants and their weights at
-- that moment, as text in the order of their names.
CREATE TABLE exposures (
    experiment_id BIGINT NOT NULL,
    patient_key CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    variant VARCHAR(64) NOT NULL,
    holdout BOOLEAN NOT NULL,
    shares VARCHAR(1000) NOT NULL,
    exposed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (experiment_id, patient_key),
    INDEX idx_exposures_time (experiment_id, exposed_at)
);

-- What was published about experiments, in order.
CREATE TABLE experiment_decisions (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    experiment_id BIGINT NOT NULL,
    verdict VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    variant VARCHAR(64) NULL,
    reason VARCHAR(500) NOT NULL,
    decided_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_experiment_decisions_experiment (experiment_id, id)
);
