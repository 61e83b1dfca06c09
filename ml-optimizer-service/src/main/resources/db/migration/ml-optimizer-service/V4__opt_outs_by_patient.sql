-- For every message of a campaign it is asked whether its patient left soon after; the index alone answers.
ALTER TABLE engagement_opt_outs
    ADD INDEX idx_engagement_opt_outs_patient_id (patient_id, organization_id, stopped_at);
