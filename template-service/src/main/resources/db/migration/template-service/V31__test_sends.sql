-- Where an organisation's staff may send tests: their own addresses, sealed, and found by keyed hash.
CREATE TABLE test_addresses (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    address TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    label VARCHAR(100) NOT NULL,
    added_by VARCHAR(255) NOT NULL,
    added_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    UNIQUE KEY uq_test_addresses_address (organization_id, channel, address_hash)
);

-- Which version was sent to whom as a test. A key is used once by a person; what became of the test is known to
-- channel-workers.
CREATE TABLE test_sends (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    ordered_by VARCHAR(255) NOT NULL,
    idempotency_key VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    template_id BIGINT NOT NULL,
    version INT NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    address_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    ordered_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    UNIQUE KEY uq_test_sends_key (organization_id, ordered_by, idempotency_key)
);

-- How many tests an organisation has ordered in the current hour of the suite's clock.
CREATE TABLE test_send_quota (
    organization_id BIGINT NOT NULL PRIMARY KEY,
    hour_start TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    used INT NOT NULL
);
