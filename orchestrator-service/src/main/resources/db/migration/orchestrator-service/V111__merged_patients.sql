-- The record that stays where two were of one patient, for the one that was given up; never one that was given up itself.
ALTER TABLE patients
    ADD COLUMN merged_into BIGINT NULL,
    ADD INDEX idx_patients_merged_into (organization_id, merged_into);
