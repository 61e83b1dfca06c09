-- Versions get a life of their own: draft, in_review, approved, published, retired. comm_templates keeps the version in
-- force (is_active) and what never changes; a row written without these columns counts as published.
ALTER TABLE comm_templates
    ADD COLUMN revision INT NOT NULL DEFAULT 0,
    ADD COLUMN variant_of BIGINT NULL,
    ADD COLUMN variant VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD UNIQUE KEY uq_comm_templates_variant (variant_of, variant);

ALTER TABLE comm_template_versions
    ADD COLUMN state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'published';

UPDATE comm_template_versions v JOIN comm_templates t ON t.id = v.template_id
SET v.state = 'retired'
WHERE v.version < t.version OR t.is_active = FALSE;

-- At most one version of a template is published.
ALTER TABLE comm_template_versions
    ADD COLUMN published_of BIGINT GENERATED ALWAYS AS (CASE WHEN state = 'published' THEN template_id END) STORED,
    ADD UNIQUE KEY uq_comm_template_versions_published (published_of),
    ADD INDEX idx_comm_template_versions_state (state, template_id);

-- Who took a version a step further, and when. Rows are only ever added.
CREATE TABLE comm_template_steps (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    template_id BIGINT NOT NULL,
    version INT NOT NULL,
    step VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    from_state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    to_state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    actor VARCHAR(255) NOT NULL,
    note VARCHAR(500) NULL,
    taken_at TIMESTAMP(6) NOT NULL,
    INDEX idx_comm_template_steps_template (template_id, id)
);

INSERT INTO comm_template_steps (template_id, version, step, from_state, to_state, actor, note, taken_at)
SELECT template_id, version, 'publish', NULL, state, created_by, 'before versions were reviewed', created_at
FROM comm_template_versions
ORDER BY template_id, version;

-- What an organisation falls back to where a template is missing in the language of a patient.
CREATE TABLE template_settings (
    organization_id BIGINT NOT NULL PRIMARY KEY,
    default_language VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    updated_by VARCHAR(255) NOT NULL,
    updated_at TIMESTAMP(6) NOT NULL
);
