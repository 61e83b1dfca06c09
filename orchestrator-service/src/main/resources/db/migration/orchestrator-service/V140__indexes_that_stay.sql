-- A job's status changes several times, and each time it moved within these, which find a few jobs without it as well.
ALTER TABLE comm_jobs
    DROP INDEX idx_comm_jobs_subject,
    ADD INDEX idx_comm_jobs_subject (organization_id, subject_ref),
    DROP INDEX idx_comm_jobs_merge,
    ADD INDEX idx_comm_jobs_merge (organization_id, recipient_hash, merge_key);
