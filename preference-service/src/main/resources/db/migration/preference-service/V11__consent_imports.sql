-- Files of consents. state: receiving, queued, running, done, failed. next_chunk is what is taken up next; it moves in
-- the transaction that records the chunk's consents.
CREATE TABLE consent_imports (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    actor VARCHAR(200) NOT NULL,
    content_sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    header VARCHAR(400) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    row_count INT NOT NULL DEFAULT 0,
    chunk_count INT NOT NULL DEFAULT 0,
    next_chunk INT NOT NULL DEFAULT 0,
    processed_rows INT NOT NULL DEFAULT 0,
    accepted_rows INT NOT NULL DEFAULT 0,
    rejected_rows INT NOT NULL DEFAULT 0,
    outweighed_rows INT NOT NULL DEFAULT 0,
    failures INT NOT NULL DEFAULT 0,
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    finished_at TIMESTAMP(6) NULL,
    UNIQUE KEY uq_consent_imports_content (organization_id, content_sha256),
    INDEX idx_consent_imports_state (state, id)
);

-- Lines that have not been taken up yet, sealed. A chunk is deleted in the transaction that records its consents.
CREATE TABLE consent_import_chunks (
    import_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    chunk INT NOT NULL,
    content MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (import_id, chunk)
);

-- What is wrong with which line: place and code, never the value. severity: error (nothing recorded of the line) or
-- warning (recorded, but a revocation outweighs it).
CREATE TABLE consent_import_errors (
    import_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    row_number_in_file INT NOT NULL,
    field VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    severity VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (import_id, row_number_in_file, field)
);
