-- When something was last told of a visit, for those that never end.
ALTER TABLE visits
    ADD COLUMN told_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    ADD INDEX idx_visits_told (told_at);
