-- Nobody looks events up by their job, and each event paid for it.
ALTER TABLE webhook_events DROP INDEX idx_webhook_events_job_id;
