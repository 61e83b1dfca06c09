-- patient_count is the number of members at last_evaluated; evaluate_at is when all patients are judged
-- again, claimed_until keeps a second instance from doing it too.
CREATE TABLE patient_segments (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(255) NOT NULL,
    description TEXT NULL,
    rules JSON NOT NULL,
    organization_id BIGINT NOT NULL,
    created_by VARCHAR(255) NOT NULL,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    last_evaluated TIMESTAMP(6) NULL DEFAULT NULL,
    patient_count INT NOT NULL DEFAULT 0,
    evaluate_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    claimed_until TIMESTAMP(6) NOT NULL DEFAULT '1971-01-01 00:00:00.000000',
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    version INT NOT NULL DEFAULT 0,
    UNIQUE KEY uq_patient_segments_organization_name (organization_id, name),
    INDEX idx_patient_segments_active_evaluate (is_active, evaluate_at)
);

CREATE TABLE segment_members (
    segment_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    entered_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (segment_id, patient_id),
    INDEX idx_segment_members_patient (patient_id)
);
