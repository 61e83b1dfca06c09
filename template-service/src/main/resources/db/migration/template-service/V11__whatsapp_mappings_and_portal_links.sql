-- What Meta thinks of our WhatsApp templates. The ones that come with the suite count as approved until it says otherwise,
-- with a row or without.
CREATE TABLE whatsapp_mappings (
    name VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    language_code VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    provider_template_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    account_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    category VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason VARCHAR(100) NULL,
    state_at TIMESTAMP(6) NOT NULL,
    category_at TIMESTAMP(6) NOT NULL,
    updated_by VARCHAR(255) NOT NULL,
    PRIMARY KEY (name, language_code)
);

INSERT INTO whatsapp_mappings (name, language_code, category, state, state_at, category_at, updated_by)
SELECT whatsapp_name, whatsapp_language, IF(MAX(is_marketing), 'marketing', 'utility'), 'approved',
       '2020-01-01 00:00:00', '2020-01-01 00:00:00', 'template-service'
FROM comm_templates
WHERE organization_id IS NULL AND whatsapp_name IS NOT NULL AND whatsapp_language IS NOT NULL
GROUP BY whatsapp_name, whatsapp_language;

-- Links into the portal that are good once. Of the token only its SHA-256 is kept.
CREATE TABLE portal_links (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    token_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    organization_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    purpose VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    scope VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_by VARCHAR(255) NOT NULL,
    created_at TIMESTAMP(6) NOT NULL,
    expires_at TIMESTAMP(6) NOT NULL,
    redeemed_at TIMESTAMP(6) NULL,
    redeemed_by VARCHAR(255) NULL,
    revoked_at TIMESTAMP(6) NULL,
    revoked_by VARCHAR(255) NULL,
    UNIQUE KEY uq_portal_links_token (token_hash),
    INDEX idx_portal_links_patient (organization_id, patient_id),
    INDEX idx_portal_links_expires (expires_at)
);
