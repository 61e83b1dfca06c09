-- When a campaign was paused last, and when a step was asked for first where a pause has called it off.
ALTER TABLE comm_campaigns ADD COLUMN paused_at TIMESTAMP(6) NULL DEFAULT NULL;

ALTER TABLE step_executions ADD COLUMN first_asked_at TIMESTAMP(6) NULL DEFAULT NULL;
