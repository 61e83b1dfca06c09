-- What OVHI core says of an organisation or provider is kept apart from what its staff set: a later event of OVHI core
-- must not undo a setting. What staff set comes first.
ALTER TABLE default_comm_prefs
    ADD COLUMN core_timezone VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN core_language VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN allow_email BOOLEAN NULL,
    ADD COLUMN allow_sms BOOLEAN NULL,
    ADD COLUMN allow_whatsapp BOOLEAN NULL,
    ADD COLUMN version BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN updated_at TIMESTAMP(6) NULL;
UPDATE default_comm_prefs SET core_timezone = timezone, core_language = language, timezone = NULL, language = NULL
WHERE level <> 'global';
UPDATE default_comm_prefs SET allow_email = TRUE, allow_sms = TRUE, allow_whatsapp = TRUE WHERE level = 'global';

-- The zones of the state the patient lives in, comma-separated. Not the address itself: only this is needed of it.
ALTER TABLE patient_comm_prefs
    ADD COLUMN address_zones VARCHAR(300) CHARACTER SET ascii COLLATE ascii_bin NULL;

-- address_hash: the line is about this address alone; NULL means all addresses of the patient on the channel.
-- import_id, import_row: which line of which file it came from; no line counts twice.
ALTER TABLE consent_ledger
    ADD COLUMN address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN import_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN import_row INT NULL,
    ADD UNIQUE KEY uq_consent_ledger_import (import_id, import_row, consent_class);

-- What patients were shown when they agreed. Append-only: a version means one text for ever.
CREATE TABLE consent_wordings (
    organization_id BIGINT NOT NULL,
    version VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    language VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    wording TEXT NOT NULL,
    recorded_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (organization_id, version, language)
);

-- Whose staff reported the cause, if anybody's.
ALTER TABLE suppression_causes ADD COLUMN organization_id BIGINT NULL;
