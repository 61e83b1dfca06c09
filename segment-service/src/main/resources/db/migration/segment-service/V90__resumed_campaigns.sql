-- When somebody last started a campaign: what went wrong before is not held against it again.
ALTER TABLE comm_campaigns ADD COLUMN resumed_at TIMESTAMP(6) NULL DEFAULT NULL;
