-- Since when an address has been allowed without a break: a consent that is newer than STOP. Null is not known.
ALTER TABLE address_owners ADD COLUMN permitted_at TIMESTAMP(6) NULL DEFAULT NULL;

-- What was asked about, as it was then: whoever chooses later may not know how it is now. Null is not known.
ALTER TABLE prompts ADD COLUMN subject_version INT NULL;

-- Of follow_ups: state is open, closed (chosen from) or unsent (nobody was asked).
