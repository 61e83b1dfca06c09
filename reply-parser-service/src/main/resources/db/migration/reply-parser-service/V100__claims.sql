-- Claims that nobody followed up are found without looking at every open item.
ALTER TABLE staff_inbox ADD INDEX idx_staff_inbox_claimed (state, claimed_at);
