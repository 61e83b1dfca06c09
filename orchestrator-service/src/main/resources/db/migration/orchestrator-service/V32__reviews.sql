-- Which proposal moved an item, null when one person did alone.
ALTER TABLE dlq_items
    ADD COLUMN proposal_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD INDEX idx_dlq_items_reviewer (organization_id, reviewer, changed_at);

ALTER TABLE dlq_proposals ADD INDEX idx_dlq_proposals_state (organization_id, state, proposed_at);

-- Held by whoever reviews: one review of a person, and one review that tries again, at a time.
CREATE TABLE dlq_turns (
    name VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY
);
