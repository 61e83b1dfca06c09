-- Failures that say something of an address only when they repeat: one row for each job that met with one.
CREATE TABLE address_strikes (
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    code VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    message VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    struck_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (address_hash, channel, code, message),
    INDEX idx_address_strikes_purge (struck_at)
);

-- The addresses themselves. Its lock puts strikes in order; until_at is set while a suppression of limited length holds that
-- began with the strike at since.
CREATE TABLE struck_addresses (
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    since TIMESTAMP(6) NULL DEFAULT NULL,
    until_at TIMESTAMP(6) NULL DEFAULT NULL,
    PRIMARY KEY (address_hash, channel),
    INDEX idx_struck_addresses_until (until_at)
);
