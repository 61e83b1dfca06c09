-- terms is how the campaign is run, edition the newest version people wrote, running_edition the one patients are enrolled
-- on. round counts the pauses; what was asked for in an earlier one and not sent is asked for again.
ALTER TABLE comm_campaigns
    ADD COLUMN terms JSON NULL,
    ADD COLUMN edition INT NOT NULL DEFAULT 1,
    ADD COLUMN running_edition INT NULL,
    ADD COLUMN round INT NOT NULL DEFAULT 0,
    ADD COLUMN pause_reason VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN edited_by VARCHAR(255) NULL,
    ADD COLUMN approved_edition INT NULL,
    ADD COLUMN approved_by VARCHAR(255) NULL,
    ADD INDEX idx_comm_campaigns_segment_status (segment_id, status);

UPDATE comm_campaigns SET running_edition = 1 WHERE status <> 'draft';

CREATE TABLE campaign_versions (
    campaign_id BIGINT NOT NULL,
    version INT NOT NULL,
    course JSON NOT NULL,
    created_by VARCHAR(255) NOT NULL,
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (campaign_id, version)
);

INSERT INTO campaign_versions (campaign_id, version, course, created_by, created_at)
SELECT id, 1, CONCAT('{"steps":', steps, '}'), created_by, created_at FROM comm_campaigns;

-- Where a patient stands: waiting for next_at to take next_step (from 0), awaiting an answer until then, or exited. What
-- people did since they were enrolled is kept for the conditions. Those who were enrolled before had one step.
ALTER TABLE enrolments
    ADD COLUMN run INT NOT NULL DEFAULT 1,
    ADD COLUMN version INT NOT NULL DEFAULT 1,
    ADD COLUMN state VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'exited',
    ADD COLUMN next_step SMALLINT NOT NULL DEFAULT 1,
    ADD COLUMN next_at TIMESTAMP(6) NULL DEFAULT NULL,
    ADD COLUMN anchor_at TIMESTAMP(6) NULL DEFAULT NULL,
    ADD COLUMN previous_at TIMESTAMP(6) NULL DEFAULT NULL,
    ADD COLUMN variant VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN exit_reason VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN exited_at TIMESTAMP(6) NULL DEFAULT NULL,
    ADD COLUMN is_delivered BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN is_opened BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN is_clicked BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN is_replied BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN is_confirmed BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN is_booked BOOLEAN NOT NULL DEFAULT FALSE,
    ADD INDEX idx_enrolments_campaign_state_next (campaign_id, state, next_at),
    ADD INDEX idx_enrolments_patient_state (patient_id, state);

UPDATE enrolments SET exit_reason = 'finished', exited_at = enrolled_at;

-- A step is taken once in a run, whatever the version; step counts from 1. round is the one it was asked for in last.
ALTER TABLE step_executions
    ADD COLUMN run INT NOT NULL DEFAULT 1,
    ADD COLUMN version INT NOT NULL DEFAULT 1,
    ADD COLUMN round INT NOT NULL DEFAULT 0,
    ADD COLUMN variant VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN sent_at TIMESTAMP(6) NULL DEFAULT NULL,
    ADD COLUMN answered_at TIMESTAMP(6) NULL DEFAULT NULL,
    ADD COLUMN ended_at TIMESTAMP(6) NULL DEFAULT NULL,
    ADD COLUMN end_reason VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN opted_out_at TIMESTAMP(6) NULL DEFAULT NULL,
    ADD COLUMN complained_at TIMESTAMP(6) NULL DEFAULT NULL,
    ADD COLUMN for_staff_at TIMESTAMP(6) NULL DEFAULT NULL,
    ADD UNIQUE KEY uq_step_executions_campaign_patient_run_step (campaign_id, patient_id, run, step),
    DROP INDEX uq_step_executions_campaign_patient_step,
    ADD INDEX idx_step_executions_campaign_executed (campaign_id, executed_at),
    ADD INDEX idx_step_executions_campaign_outcome_sent_ended_round (campaign_id, outcome, sent_at, ended_at, round),
    ADD INDEX idx_step_executions_job (job_id);
