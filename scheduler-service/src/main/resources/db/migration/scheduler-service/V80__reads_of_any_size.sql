-- What is in flight on a route is counted, and what nobody has answered is found, in the index and for one route at a time.
-- The version before this one names idx_due_queue_dispatched in its queries, and dispatches nothing without it: it stays as
-- long as instances of both run, and for a step back. To be dropped by the next version.
ALTER TABLE due_queue
    ADD INDEX idx_due_queue_flight (state, lane, channel, dispatched_at, reordered),
    -- A state of an organisation in the order of its jobs, however many are in another one.
    ADD INDEX idx_due_queue_organization_state (organization_id, state, job_id),
    DROP INDEX idx_due_queue_organization;
