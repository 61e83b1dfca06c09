-- One row per patient: where the patient is, and the insight published last. Its row lock serialises all learning about
-- the patient.
CREATE TABLE engagement_patients (
    patient_id BIGINT NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    timezone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    language VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NULL,
    preference_version BIGINT NOT NULL DEFAULT 0,
    best_hour TINYINT NULL,
    fatigue DECIMAL(4, 3) NOT NULL DEFAULT 0,
    confidence DECIMAL(4, 3) NOT NULL DEFAULT 0,
    evidence INT NOT NULL DEFAULT 0,
    insight_version BIGINT NOT NULL DEFAULT 0,
    learned_at TIMESTAMP(6) NULL DEFAULT NULL,
    fatigue_falls_at TIMESTAMP(6) NULL DEFAULT NULL,
    INDEX idx_engagement_patients_fatigue_falls_at (fatigue_falls_at)
);

-- One row per job. local_hour is the patient's hour of the sending, fixed once it is known.
CREATE TABLE engagement_jobs (
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    patient_id BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    purpose VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sent_at TIMESTAMP(6) NULL DEFAULT NULL,
    local_hour TINYINT NULL,
    responded_at TIMESTAMP(6) NULL DEFAULT NULL,
    lost BOOLEAN NOT NULL DEFAULT FALSE,
    recorded_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_engagement_jobs_patient_id_sent_at (patient_id, sent_at),
    INDEX idx_engagement_jobs_recorded_at (recorded_at)
);

-- Counts per patient and local hour, derived from the jobs.
CREATE TABLE engagement_posteriors (
    patient_id BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    local_hour TINYINT NOT NULL,
    sent INT NOT NULL,
    responded INT NOT NULL,
    updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (patient_id, local_hour)
);

-- Which rules and parameters insights are learned with; the newest row is in use.
CREATE TABLE model_versions (
    version INT NOT NULL PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    parameters JSON NOT NULL,
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
);
INSERT INTO model_versions (version, name, parameters) VALUES
    (1, 'answers by local hour, Wilson bound',
     '{"z": 1.645, "least_responses": 3, "memory_days": 180, "fatigue_rate": 0.25, "fatigue_days": 14, "prior_sends": 20}');
