-- Whose law counts for a patient. Unknown until the next registration; the zones of the address say where it may be.
ALTER TABLE patient_comm_prefs ADD COLUMN home_state CHAR(2) CHARACTER SET ascii COLLATE ascii_bin NULL;
