-- When OVHI core said so; NULL is from before this was kept, and older than anything.
ALTER TABLE refills ADD COLUMN told_at TIMESTAMP(6) NULL DEFAULT NULL;
