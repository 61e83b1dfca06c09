-- Which of our accounts at the provider carried an attempt; null is the main one, as for all attempts before this column.
ALTER TABLE send_intents ADD COLUMN account VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL;
