-- What the version before counted beside this one is in the ledger and in comm_stats, but in no row of funnel_daily: once the
-- roll-out is over, each organisation is counted again.
ALTER TABLE organizations
    ADD COLUMN recount_at TIMESTAMP(6) NULL DEFAULT NULL;
UPDATE organizations SET recount_at = CURRENT_TIMESTAMP(6) + INTERVAL 1 DAY;

-- Variants "a" and "A" are two, as in the weights they are drawn by. In stat_jobs the slice tells them apart, and that table is
-- too large to be copied for it.
ALTER TABLE exposures
    MODIFY variant VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL;
ALTER TABLE experiment_decisions
    MODIFY variant VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL;
ALTER TABLE funnel_daily
    MODIFY variant VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL;
