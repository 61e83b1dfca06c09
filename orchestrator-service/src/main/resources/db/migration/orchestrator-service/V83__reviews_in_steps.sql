-- reviewed_to: the last item an approved review has come to. state: proposed, approved (under way), carried_out.
ALTER TABLE dlq_proposals
    ADD COLUMN reviewed_to BIGINT NOT NULL DEFAULT 0,
    ADD INDEX idx_dlq_proposals_under_way (state, approved_at);
