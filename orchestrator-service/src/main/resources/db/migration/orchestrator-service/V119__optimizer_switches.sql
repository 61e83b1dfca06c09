-- Organisations that have said whether what the optimiser learned may be used; those that are not here allow it.
CREATE TABLE optimizer_switches (
    organization_id BIGINT NOT NULL PRIMARY KEY,
    enabled BOOLEAN NOT NULL,
    version BIGINT NOT NULL
);
