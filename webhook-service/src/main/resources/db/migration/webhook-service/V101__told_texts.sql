-- By which account of ours a patient's text was told first: told by another one, even at the same moment, it acts no second time.
CREATE TABLE told_texts (
    provider VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    dedupe_key VARCHAR(220) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    account VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (provider, dedupe_key)
);
INSERT IGNORE INTO told_texts (provider, dedupe_key, account)
    SELECT provider, dedupe_key, account FROM webhook_events
    WHERE kind = 'inbound' AND provider IN ('twilio', 'whatsapp') AND state <> 'rejected'
    ORDER BY id;
