-- Lanes: event, urgent, replan.
ALTER TABLE waiting_events ADD COLUMN lane VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'event';

UPDATE waiting_events SET lane = 'replan' WHERE type = 'job.replan';

ALTER TABLE waiting_events
    DROP INDEX idx_waiting_events_due,
    ADD INDEX idx_waiting_events_due (lane, state, next_at),
    ADD INDEX idx_waiting_events_state (state, since);
