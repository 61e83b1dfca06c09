-- What is due, and what an account was the first to accept after a time, to see how far a provider's list is: of each account
-- without reading another one's. They replace an index of their beginning. That of next_look_at alone stays, for the version before.
ALTER TABLE send_intents
    ADD INDEX idx_send_intents_due (state, channel, account, next_look_at),
    ADD INDEX idx_send_intents_settled_in (state, channel, account, settled_at),
    DROP INDEX idx_send_intents_unresolved;
