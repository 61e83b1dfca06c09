-- Events belong to one of our accounts at a provider: what one account tells cannot pass for an event of another.
ALTER TABLE webhook_events
    ADD COLUMN account VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'main' AFTER provider,
    DROP INDEX uq_webhook_events_provider_dedupe_key,
    ADD UNIQUE KEY uq_webhook_events_account_dedupe_key (provider, account, dedupe_key),
    ADD INDEX idx_webhook_events_state (state, id);
