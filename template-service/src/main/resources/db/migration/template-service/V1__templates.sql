-- The current version of every template; organization_id null for those that come with the suite.
CREATE TABLE comm_templates (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(255) NOT NULL,
    purpose VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    language VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'en',
    subject VARCHAR(255) NULL,
    body TEXT NOT NULL,
    html_body TEXT NULL,
    variables JSON NOT NULL,
    whatsapp_name VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin NULL,
    whatsapp_language VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    whatsapp_parameters JSON NULL,
    whatsapp_quick_replies JSON NULL,
    is_marketing BOOLEAN NOT NULL DEFAULT FALSE,
    organization_id BIGINT NULL,
    provider_id BIGINT NULL,
    version INT NOT NULL DEFAULT 1,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    updated_by VARCHAR(255) NOT NULL,
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_comm_templates_purpose_channel (purpose, channel, organization_id),
    INDEX idx_comm_templates_organization (organization_id),
    INDEX idx_comm_templates_provider (provider_id)
);

-- Every version ever, so that it can be shown which text a patient got. Rows are never changed.
CREATE TABLE comm_template_versions (
    template_id BIGINT NOT NULL,
    version INT NOT NULL,
    name VARCHAR(255) NOT NULL,
    subject VARCHAR(255) NULL,
    body TEXT NOT NULL,
    html_body TEXT NULL,
    variables JSON NOT NULL,
    whatsapp_name VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin NULL,
    whatsapp_language VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    whatsapp_parameters JSON NULL,
    whatsapp_quick_replies JSON NULL,
    is_marketing BOOLEAN NOT NULL,
    created_by VARCHAR(255) NOT NULL,
    created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (template_id, version)
);
