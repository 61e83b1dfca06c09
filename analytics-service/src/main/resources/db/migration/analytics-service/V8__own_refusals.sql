-- Which channels the patient has closed (a bit for each, as in allowed), which of them by a word that holds wherever they are reached,
-- a mark of the address on each channel under a keyed hash, which tells whether it is still the same one and nothing else, and whether
-- the refusals of a record that was given up are taken over. NULL: no address, or from before this was kept.
ALTER TABLE permission_states
    ADD COLUMN refused SMALLINT NULL,
    ADD COLUMN refused_anywhere SMALLINT NULL,
    ADD COLUMN address_email BIGINT NULL,
    ADD COLUMN address_sms BIGINT NULL,
    ADD COLUMN address_whatsapp BIGINT NULL,
    ADD COLUMN is_merged BOOLEAN NOT NULL DEFAULT FALSE;
