-- Who died or whose record was given up for another is never written to again; NULL for everybody else.
ALTER TABLE patient_comm_prefs
    ADD COLUMN gone VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN merged_into BIGINT NULL;
