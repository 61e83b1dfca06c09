-- What is in flight on a route is counted, and what nobody has answered is found, in the index and for one route at a time.
ALTER TABLE due_queue
    ADD INDEX idx_due_queue_flight (state, lane, channel, dispatched_at, reordered),
    DROP INDEX idx_due_queue_dispatched,
    -- A state of an organisation in the order of its jobs, however many are in another one.
    ADD INDEX idx_due_queue_organization_state (organization_id, state, job_id),
    DROP INDEX idx_due_queue_organization;
