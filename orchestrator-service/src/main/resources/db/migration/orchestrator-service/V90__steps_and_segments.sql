-- campaign_version, campaign_step, experiment_id: where in its campaign a job is asked for, and which experiment chose its
-- variant. sms_segments: how many segments its text takes; null on other channels. All null for jobs made before.
ALTER TABLE comm_jobs
    ADD COLUMN campaign_version INT NULL,
    ADD COLUMN campaign_step INT NULL,
    ADD COLUMN experiment_id BIGINT NULL,
    ADD COLUMN sms_segments INT NULL;
