-- status: draft (never judged), active, paused (keeps its members as they are), completed (its members leave for good).
-- evaluated_version is the version by which everybody was judged last.
-- is_active says the same as status = 'active' to those who know the older column. drift is how many members the last
-- evaluation found in the wrong place though nothing had happened to them.
ALTER TABLE patient_segments
    ADD COLUMN status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'active',
    ADD COLUMN drift INT NOT NULL DEFAULT 0,
    ADD COLUMN evaluated_version INT NULL,
    ADD INDEX idx_patient_segments_status_evaluate (status, evaluate_at);

UPDATE patient_segments SET status = IF(is_active, 'active', 'paused');

-- Every wording a segment has had.
CREATE TABLE segment_versions (
    segment_id BIGINT NOT NULL,
    version INT NOT NULL,
    name VARCHAR(255) NOT NULL,
    description TEXT NULL,
    rules JSON NOT NULL,
    status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    changed_by VARCHAR(255) NOT NULL,
    changed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (segment_id, version)
);

INSERT INTO segment_versions (segment_id, version, name, description, rules, status, changed_by, changed_at)
SELECT id, version, name, description, rules, status, created_by, updated_at FROM patient_segments;

-- segment_id asks for the members of needs_id.
CREATE TABLE segment_dependencies (
    segment_id BIGINT NOT NULL,
    needs_id BIGINT NOT NULL,
    PRIMARY KEY (segment_id, needs_id),
    INDEX idx_segment_dependencies_needs (needs_id)
);
