-- starts_at and ends_at are the dates in the organisation's zone, fixed by the activation. enrolled_through is the last
-- patient the expansion has dealt with; expanded_at is when it was done.
CREATE TABLE comm_campaigns (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(255) NOT NULL,
    description TEXT NULL,
    segment_id BIGINT NOT NULL,
    steps JSON NOT NULL,
    ab_variants JSON NULL,
    organization_id BIGINT NOT NULL,
    created_by VARCHAR(255) NOT NULL,
    status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'draft',
    start_date DATE NULL,
    end_date DATE NULL,
    starts_at TIMESTAMP(6) NULL DEFAULT NULL,
    ends_at TIMESTAMP(6) NULL DEFAULT NULL,
    enrolled_through BIGINT NOT NULL DEFAULT 0,
    expanded_at TIMESTAMP(6) NULL DEFAULT NULL,
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    version INT NOT NULL DEFAULT 0,
    CONSTRAINT fk_comm_campaigns_segment FOREIGN KEY (segment_id) REFERENCES patient_segments (id),
    INDEX idx_comm_campaigns_organization_status (organization_id, status),
    INDEX idx_comm_campaigns_status_starts (status, expanded_at, starts_at)
);

CREATE TABLE enrolments (
    campaign_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    enrolled_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (campaign_id, patient_id)
);

-- The id is made of campaign, patient and step, and is the id of the request.
CREATE TABLE step_executions (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    campaign_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    step SMALLINT NOT NULL,
    outcome VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    executed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    UNIQUE KEY uq_step_executions_campaign_patient_step (campaign_id, patient_id, step),
    INDEX idx_step_executions_campaign_outcome (campaign_id, outcome, reason)
);
