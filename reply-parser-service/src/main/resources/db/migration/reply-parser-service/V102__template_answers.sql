-- Which template staff answered with; null of free text and of automatic answers.
ALTER TABLE answers ADD COLUMN template VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL;
