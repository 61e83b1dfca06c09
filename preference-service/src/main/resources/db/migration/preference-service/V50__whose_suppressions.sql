-- organization_id: whom a suppression binds. 0 binds everybody: what a provider or the holder of the address said is about
-- the address. What staff reported binds their own organisation alone and is told with its patients' permissions.
-- Until now staff's reports bound everybody and may have been mixed with a provider's. None of them is loosened: the row
-- stays as it is for everybody, and the organisation that reported it gets one of its own.
ALTER TABLE suppression_causes RENAME COLUMN organization_id TO reporter_id;
ALTER TABLE suppression_causes
    ADD COLUMN organization_id BIGINT NOT NULL DEFAULT 0,
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (address_hash, channel, reason, organization_id);
ALTER TABLE suppressions
    ADD COLUMN organization_id BIGINT NOT NULL DEFAULT 0,
    DROP PRIMARY KEY,
    ADD PRIMARY KEY (address_hash, channel, organization_id),
    ADD INDEX idx_suppressions_organization (organization_id, address_hash, channel);
ALTER TABLE suppression_history
    ADD COLUMN organization_id BIGINT NOT NULL DEFAULT 0,
    DROP INDEX uq_suppression_history_version,
    ADD UNIQUE KEY uq_suppression_history_version (address_hash, channel, organization_id, version);

INSERT INTO suppression_causes (address_hash, channel, reason, organization_id, since, lifted_at, marketing_only)
SELECT address_hash, channel, reason, reporter_id, since, lifted_at, marketing_only
FROM suppression_causes WHERE reporter_id IS NOT NULL;
ALTER TABLE suppression_causes DROP COLUMN reporter_id;

-- Their history up to now is everybody's. The gravest that holds comes first, then what holds no more; whatever comes
-- later finds its row taken.
INSERT IGNORE INTO suppressions
    (address_hash, channel, organization_id, active, marketing_only, reason, version, changed_at)
SELECT address_hash, channel, organization_id, TRUE, FALSE, reason, 1, UTC_TIMESTAMP(6)
FROM suppression_causes
WHERE organization_id <> 0 AND since IS NOT NULL AND (lifted_at IS NULL OR since >= lifted_at)
ORDER BY FIELD(reason, 'stop', 'complaint', 'unsubscribe', 'bounce', 'undeliverable', 'wrong_number', 'shared_phone');
INSERT IGNORE INTO suppressions
    (address_hash, channel, organization_id, active, marketing_only, reason, version, changed_at)
SELECT address_hash, channel, organization_id, FALSE, FALSE, reason, 1, UTC_TIMESTAMP(6)
FROM suppression_causes WHERE organization_id <> 0
ORDER BY FIELD(reason, 'stop', 'complaint', 'unsubscribe', 'bounce', 'undeliverable', 'wrong_number', 'shared_phone');
