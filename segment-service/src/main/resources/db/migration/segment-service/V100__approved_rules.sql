-- How often a segment's rule was changed, and by which rules an approved campaign's segment chose its members: its own and
-- those of the segments it asks for, as a name-based id. NULL is an approval from before this was kept.
ALTER TABLE patient_segments ADD COLUMN rule_version INT NOT NULL DEFAULT 1;

ALTER TABLE comm_campaigns ADD COLUMN approved_rules CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL;
