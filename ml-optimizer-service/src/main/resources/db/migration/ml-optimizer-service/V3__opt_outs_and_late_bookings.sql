-- What a patient allowed when last told of: a bit for each channel and one for marketing on it; null before the first time.
ALTER TABLE engagement_patients
    ADD COLUMN permissions SMALLINT NULL;

-- By which version of a visit its start is known: -1 when only its end was told so far, null for visits of before (by the newest).
ALTER TABLE engagement_visits
    ADD COLUMN placed_version INT NULL;

-- Of each candidate in order: 1 when it fell on a Saturday or Sunday, else 0; null when that was not told.
ALTER TABLE engagement_jobs
    ADD COLUMN candidate_weekends VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL;
