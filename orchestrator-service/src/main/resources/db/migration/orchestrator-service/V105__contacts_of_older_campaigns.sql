-- What campaigns asked for before contacts were kept has not been called off by a pause: whatever of it is still open becomes
-- known, and what was held meanwhile is gone over again.
INSERT IGNORE INTO campaign_contacts (job_id, campaign_id, organization_id, patient_id, occasion_key, round)
SELECT DISTINCT original.id, original.campaign_id, original.organization_id, original.patient_id, slot.occasion_key, 0
FROM comm_jobs open_job
    JOIN comm_jobs original ON original.slot_id = open_job.slot_id AND original.previous_job_id IS NULL
    JOIN contact_slots slot ON slot.id = original.slot_id
WHERE open_job.campaign_id IS NOT NULL AND open_job.status IN ('queued', 'processing') AND original.campaign_id IS NOT NULL;

UPDATE campaign_holds SET is_swept = FALSE WHERE held_through >= 0;
