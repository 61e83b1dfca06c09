-- Whether anybody is on a version is looked up while nobody may change a segment of the organisation. The index by patient is read
-- for the few campaigns of one patient and need not be written with every step.
ALTER TABLE enrolments
    ADD INDEX idx_enrolments_campaign_version_state (campaign_id, version, state),
    ADD INDEX idx_enrolments_patient (patient_id),
    DROP INDEX idx_enrolments_patient_state;
