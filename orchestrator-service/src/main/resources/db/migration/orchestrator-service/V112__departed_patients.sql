-- Who died, or whose record was given up: no job is made for them any more, however early it was decided.
ALTER TABLE patients ADD COLUMN is_gone BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE patients SET is_gone = TRUE WHERE merged_into IS NOT NULL;
