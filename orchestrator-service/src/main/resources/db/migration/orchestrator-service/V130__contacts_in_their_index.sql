-- What a patient got lately is read twice for each request. With all that is counted in the index nothing is fetched from the
-- rows, which hold whole messages and lie far apart. Nobody asks for jobs by time and status; by time alone, an index does not
-- change with every milestone.
ALTER TABLE comm_jobs
    DROP INDEX idx_comm_jobs_contacts,
    ADD INDEX idx_comm_jobs_contacts (organization_id, patient_id, scheduled_at, status, sent_at, slot_id, channel, purpose,
        is_urgent, allowance),
    DROP INDEX idx_comm_jobs_scheduled_status,
    ADD INDEX idx_comm_jobs_scheduled (scheduled_at);
