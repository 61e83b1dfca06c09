-- The first day of which the ledger has all facts; null: all there ever were. Counts of earlier days stay as they are.
ALTER TABLE organizations
    ADD COLUMN kept_from DATE NULL DEFAULT NULL;
ALTER TABLE visits
    ADD INDEX idx_visits_outcome (outcome_at);
ALTER TABLE permission_states
    ADD INDEX idx_permission_states_changed (changed_at);
