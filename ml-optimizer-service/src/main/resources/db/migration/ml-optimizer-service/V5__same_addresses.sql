-- A mark of the address on each channel that was told last: it tells whether a patient's address is still the same one, and nothing
-- else. NULL is none, or from before this was kept.
ALTER TABLE engagement_patients
    ADD COLUMN address_email BIGINT NULL,
    ADD COLUMN address_sms BIGINT NULL,
    ADD COLUMN address_whatsapp BIGINT NULL;
