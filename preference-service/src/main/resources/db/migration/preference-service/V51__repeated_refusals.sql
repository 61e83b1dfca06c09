-- Refusals that were asked for again and prove nothing the ledger does not have: when they were last said. address_hash is
-- '' for all addresses of the channel. A grant dated before such a time brings the refusal into the ledger first.
CREATE TABLE repeated_refusals (
    patient_id BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    consent_class VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    address_hash VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    actor VARCHAR(200) NOT NULL,
    said_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (patient_id, channel, consent_class, organization_id, address_hash)
);
