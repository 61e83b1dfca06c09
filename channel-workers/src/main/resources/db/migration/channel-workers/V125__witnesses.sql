-- What an account was the first to accept after a time, to see how far a provider's list is. Replaces an index of its beginning.
ALTER TABLE send_intents
    ADD INDEX idx_send_intents_settled_in (state, channel, settled_at),
    DROP INDEX idx_send_intents_unresolved;
