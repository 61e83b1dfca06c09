-- What rules ask of a patient, as far as it is one value: texts compare byte by byte, as they do in memory.
-- sample deals the patients to a thousand lots by arithmetic alone; gone_at is when one died or was merged into another.
ALTER TABLE patients
    MODIFY language VARCHAR(8) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    MODIFY preferred_language VARCHAR(8) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    MODIFY state VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    ADD COLUMN zone VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    ADD COLUMN preferred_zone VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    ADD COLUMN born_by DATE NULL,
    ADD COLUMN provider_id BIGINT NULL,
    ADD COLUMN last_visit DATE NULL,
    ADD COLUMN visit_count INT NOT NULL DEFAULT 0,
    ADD COLUMN no_show_count INT NOT NULL DEFAULT 0,
    ADD COLUMN cancelled_count INT NOT NULL DEFAULT 0,
    ADD COLUMN lab_ready_on DATE NULL,
    ADD COLUMN consent_email BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN consent_sms BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN consent_whatsapp BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN reach_email BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN reach_sms BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN reach_whatsapp BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN gone_at TIMESTAMP(6) NULL DEFAULT NULL,
    ADD COLUMN merged_into BIGINT NULL,
    ADD COLUMN sample SMALLINT AS (MOD(MOD(MOD(patient_id, 1000003) * 611953, 1000003), 1000)) STORED,
    ADD INDEX idx_patients_organization_sample (organization_id, sample),
    ADD INDEX idx_patients_merged_into (merged_into);

ALTER TABLE visits
    ADD COLUMN provider_id BIGINT NULL,
    DROP INDEX idx_visits_patient,
    ADD INDEX idx_visits_patient_status_starts (patient_id, status, starts_on, organization_id);

ALTER TABLE refills
    DROP INDEX idx_refills_patient_due,
    ADD INDEX idx_refills_patient_organization_due (patient_id, organization_id, due_on);

UPDATE patients SET
    born_by = LAST_DAY(STR_TO_DATE(CONCAT(birth_year, '-', birth_month, '-01'), '%Y-%c-%d')),
    lab_ready_on = DATE(lab_ready_at);

UPDATE patients SET
    last_visit = (SELECT MAX(v.starts_on) FROM visits v WHERE v.patient_id = patients.patient_id
        AND v.organization_id = patients.organization_id AND v.status = 'completed'),
    visit_count = (SELECT COUNT(*) FROM visits v WHERE v.patient_id = patients.patient_id
        AND v.organization_id = patients.organization_id AND v.status = 'completed'),
    no_show_count = (SELECT COUNT(*) FROM visits v WHERE v.patient_id = patients.patient_id
        AND v.organization_id = patients.organization_id AND v.status = 'no_show'),
    cancelled_count = (SELECT COUNT(*) FROM visits v WHERE v.patient_id = patients.patient_id
        AND v.organization_id = patients.organization_id AND v.status = 'cancelled');

-- How often what happened on which day of the organisation's calendar; kept for 800 days.
CREATE TABLE engagement_days (
    patient_id BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    happened_on DATE NOT NULL,
    times INT NOT NULL,
    PRIMARY KEY (patient_id, organization_id, kind, happened_on),
    INDEX idx_engagement_days_happened (happened_on)
);

CREATE TABLE patient_tags (
    patient_id BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    tag VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    tagged_by VARCHAR(255) NOT NULL,
    tagged_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (patient_id, organization_id, tag)
);
