-- When organisations want their patients to be contacted, on the patient's clock. A kind without any day: the suite's hours.
CREATE TABLE organization_hours (
    organization_id BIGINT NOT NULL,
    kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    weekday TINYINT NOT NULL,
    opens TIME NOT NULL,
    closes TIME NOT NULL,
    PRIMARY KEY (organization_id, kind, weekday)
);

CREATE TABLE organization_closed_days (
    organization_id BIGINT NOT NULL,
    closed_day DATE NOT NULL,
    PRIMARY KEY (organization_id, closed_day)
);

-- Waiting jobs to be looked at again because hours or zone rules have changed. NULL: those of all organisations.
CREATE TABLE replans (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    organization_id BIGINT NULL,
    cause VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    last_job CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    moved INT NOT NULL DEFAULT 0,
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    finished_at TIMESTAMP(6) NULL DEFAULT NULL,
    INDEX idx_replans_open (finished_at, id)
);

-- The rules by which the waiting jobs were planned.
CREATE TABLE zone_rules (
    id TINYINT NOT NULL PRIMARY KEY,
    version VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
);
