-- How the variants of an experiment that adapts share its patients, in percent by name; null: by the weights of its design.
ALTER TABLE experiments
    ADD COLUMN learned_shares VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NULL;
