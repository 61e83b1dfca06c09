-- Counting what waits for a review over all organisations must not read the whole table.
ALTER TABLE dlq_items ADD INDEX idx_dlq_items_state_only (state);
