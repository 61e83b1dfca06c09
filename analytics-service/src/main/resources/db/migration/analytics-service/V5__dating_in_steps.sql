-- Up to which of its jobs (in the order of ids) the facts of an organisation are dated in counted_timezone; null: all of them.
ALTER TABLE organizations
    ADD COLUMN dated_to CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL DEFAULT NULL;
ALTER TABLE stat_jobs
    ADD INDEX idx_stat_jobs_organization (organization_id, job_id);
