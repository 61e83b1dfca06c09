-- As what an attempt counts among the contacts of its patient (MessageContent.allowance); null when that was not told.
ALTER TABLE send_intents ADD COLUMN allowance VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL;
