-- The version before this one names the index in its queries, and dispatches nothing without it: as long as instances of
-- both run, and after a step back. To be dropped by the next version.
ALTER TABLE due_queue ADD INDEX idx_due_queue_dispatched (state, dispatched_at);
