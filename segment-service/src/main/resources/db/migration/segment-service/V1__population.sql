-- What rules may know of a patient: no name, no address, no full birth date (see package population).
-- A row exists from the first event of a patient on; its lock serialises everything that is about the patient.
CREATE TABLE patients (
    patient_id BIGINT NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    birth_year SMALLINT NULL,
    birth_month TINYINT NULL,
    language VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
    state VARCHAR(64) NULL,
    registered_at TIMESTAMP(6) NULL DEFAULT NULL,
    lab_ready_at TIMESTAMP(6) NULL DEFAULT NULL,
    preference_version BIGINT NOT NULL DEFAULT 0,
    preferred_language VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
    marketing_email BOOLEAN NOT NULL DEFAULT FALSE,
    marketing_sms BOOLEAN NOT NULL DEFAULT FALSE,
    marketing_whatsapp BOOLEAN NOT NULL DEFAULT FALSE,
    INDEX idx_patients_organization_patient (organization_id, patient_id)
);

-- The status is that of the highest version seen, the start that of the highest version that told one.
CREATE TABLE visits (
    appointment_id BIGINT NOT NULL PRIMARY KEY,
    patient_id BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version INT NOT NULL,
    starts_at TIMESTAMP(6) NULL DEFAULT NULL,
    starts_on DATE NULL,
    start_version INT NOT NULL,
    INDEX idx_visits_patient (patient_id)
);

CREATE TABLE refills (
    prescription_id BIGINT NOT NULL PRIMARY KEY,
    patient_id BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    due_on DATE NOT NULL,
    INDEX idx_refills_patient_due (patient_id, due_on)
);

CREATE TABLE organizations (
    organization_id BIGINT NOT NULL PRIMARY KEY,
    display_name VARCHAR(255) NOT NULL,
    phone VARCHAR(32) NULL,
    timezone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    told_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
);
