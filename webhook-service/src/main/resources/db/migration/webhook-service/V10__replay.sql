-- What was published about an event, so that it can be published again. Inbound texts in it are sealed.
ALTER TABLE webhook_events
    ADD COLUMN topic VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN event_key VARCHAR(100) NULL,
    ADD COLUMN event_json MEDIUMTEXT NULL;
