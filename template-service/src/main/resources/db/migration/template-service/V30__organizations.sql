-- What OVHI core says that an organisation may disclose. Nothing is known of one without a row: it has no capability.
CREATE TABLE organizations (
    organization_id BIGINT NOT NULL PRIMARY KEY,
    sms_phi BOOLEAN NOT NULL,
    email_phi BOOLEAN NOT NULL,
    told_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
);
