-- What a message tells beside its hour: on which kind of day, whether it asked for an answer, which wording of which
-- campaign it was, and how its hour was drawn.
ALTER TABLE engagement_jobs
    ADD COLUMN weekend BOOLEAN NULL,
    ADD COLUMN asks BOOLEAN NOT NULL DEFAULT TRUE,
    ADD COLUMN campaign_id BIGINT NULL,
    ADD COLUMN step INT NULL,
    ADD COLUMN variant VARCHAR(64) NULL,
    ADD COLUMN chosen_hour TINYINT NULL,
    ADD COLUMN propensity DOUBLE NULL,
    ADD COLUMN candidates VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD INDEX idx_engagement_jobs_organization_id_sent_at (organization_id, sent_at),
    ADD INDEX idx_engagement_jobs_campaign_id (campaign_id, variant);

-- Jobs of before know their hour but not the kind of day: both are worked out again.
UPDATE engagement_jobs SET local_hour = NULL WHERE weekend IS NULL;

-- The insight published last, and when the patient is learned about next (null: nothing will change by itself). The
-- columns fatigue_falls_at and the table engagement_posteriors are not used any more; the version after this drops them.
ALTER TABLE engagement_patients
    ADD COLUMN age_band VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN hour_weights JSON NULL,
    ADD COLUMN hour_confidence DECIMAL(4, 3) NULL,
    ADD COLUMN best_channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN channel_confidence DECIMAL(4, 3) NULL,
    ADD COLUMN no_show_risk DECIMAL(4, 3) NULL,
    ADD COLUMN reason VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN learn_at TIMESTAMP(6) NULL DEFAULT NULL,
    ADD INDEX idx_engagement_patients_learn_at (learn_at),
    ADD INDEX idx_engagement_patients_organization_id (organization_id);
UPDATE engagement_patients SET learn_at = CURRENT_TIMESTAMP(6) WHERE insight_version > 0;

-- When patients said STOP.
CREATE TABLE engagement_opt_outs (
    inbound_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    patient_id BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    stopped_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_engagement_opt_outs_organization_id (organization_id, stopped_at),
    INDEX idx_engagement_opt_outs_stopped_at (stopped_at)
);

-- Visits and how they ended: booked, cancelled, completed or no_show. No place, no provider, no service.
CREATE TABLE engagement_visits (
    appointment_id BIGINT NOT NULL PRIMARY KEY,
    version INT NOT NULL,
    patient_id BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    start_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    weekday TINYINT NOT NULL,
    booked_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    INDEX idx_engagement_visits_patient_id (patient_id, start_at),
    INDEX idx_engagement_visits_organization_id (organization_id, start_at)
);

INSERT INTO model_versions (version, name, parameters) VALUES
    (2, 'mixture of peaks, channel regression, hazard of opt-out, risk of no-show',
     '{"memory_days": 180, "half_life_days": 90, "answer_hours": 24, "least_responses": 3, "fatigue_days": 7}');

-- Models trained for an organisation. Exactly one version of a model may be champion; what a reader cannot verify by its
-- checksum is not used.
CREATE TABLE trained_models (
    organization_id BIGINT NOT NULL,
    model VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version INT NOT NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    why VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    parameters LONGTEXT NOT NULL,
    checksum CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    trained_from TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    trained_to TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    examples INT NOT NULL,
    drift DOUBLE NOT NULL DEFAULT 0,
    unfair INT NOT NULL DEFAULT 0,
    report JSON NOT NULL,
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (organization_id, model, version),
    INDEX idx_trained_models_state (state, model)
);

-- What an organisation decided about the optimiser, up to which patient (in the order of ids; null: all) its insights were
-- worked out again since, and when its models are trained next.
CREATE TABLE optimizer_settings (
    organization_id BIGINT NOT NULL PRIMARY KEY,
    enabled BOOLEAN NOT NULL DEFAULT TRUE,
    version BIGINT NOT NULL DEFAULT 0,
    changed_by VARCHAR(255) NULL,
    changed_at TIMESTAMP(6) NULL DEFAULT NULL,
    retold BIGINT NULL,
    train_at TIMESTAMP(6) NULL DEFAULT NULL,
    INDEX idx_optimizer_settings_train_at (train_at)
);
