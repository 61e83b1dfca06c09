-- Which time it is that its patient goes through the campaign as a job is asked for, from 1. Null outside of campaigns and
-- for jobs made before.
ALTER TABLE comm_jobs ADD COLUMN campaign_run INT NULL;
