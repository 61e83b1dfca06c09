-- The newest jobs of an organisation, without walking over those of all others.
ALTER TABLE comm_jobs ADD INDEX idx_comm_jobs_organization (organization_id, id);
