-- What is long over is found by its age, so that it can be let go of.
ALTER TABLE send_intents ADD INDEX idx_send_intents_settled (settled_at);
ALTER TABLE permission_changes ADD INDEX idx_permission_changes_at (changed_at);
ALTER TABLE test_sends ADD INDEX idx_test_sends_settled (settled_at);
