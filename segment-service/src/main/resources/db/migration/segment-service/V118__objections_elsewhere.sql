-- Objections to messages that are no campaign's, as far as was known: what is told of the same objection by somebody who does not
-- name the message is held against no campaign. Kept for days.
CREATE TABLE objections_elsewhere (
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    patient_id BIGINT NOT NULL,
    is_complaint BOOLEAN NOT NULL,
    told_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_objections_elsewhere_patient_told (patient_id, told_at),
    INDEX idx_objections_elsewhere_told (told_at)
);
