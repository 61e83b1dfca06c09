-- By which name a plan has asked, so that what an older one asked for and was not told is asked for once. NULL: before this version.
ALTER TABLE visit_day_requests ADD COLUMN asked_for VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL;

-- Which jobs are told by another one no more, and by which they were: should that come to nothing, they were told by neither.
CREATE TABLE household_leavers (
    member_job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    left_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_household_leavers_job (job_id),
    INDEX idx_household_leavers_left (left_at)
);
