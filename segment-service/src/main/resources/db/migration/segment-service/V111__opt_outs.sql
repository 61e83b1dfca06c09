-- On which channel a message left; NULL is not known. is_opt_out_supposed: nobody has said which message an opt-out was to, and
-- this was the last one that had left on the channel.
ALTER TABLE step_executions
    ADD COLUMN sent_on VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN is_opt_out_supposed BOOLEAN NOT NULL DEFAULT FALSE;
