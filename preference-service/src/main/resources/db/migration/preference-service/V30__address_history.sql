-- Append-only: under which address a patient could be reached on a channel, from when on; it holds until the next line
-- of the channel. NULL: under none. recorded_at is when we learnt it. What was said about an address counts for a time
-- in the past if it was the patient's address then.
CREATE TABLE address_history (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    patient_id BIGINT NOT NULL,
    channel VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    address_hash CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    valid_from TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    recorded_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    INDEX idx_address_history_patient (patient_id, channel, valid_from, id)
);

-- Of former addresses nothing was kept: the present one is taken to hold since the patient became known.
INSERT INTO address_history (patient_id, channel, address_hash, valid_from, recorded_at)
SELECT patient_id, 'email', email_hash, LEAST(created_at, profile_as_of), created_at FROM patient_comm_prefs WHERE email_hash IS NOT NULL
UNION ALL
SELECT patient_id, 'sms', sms_hash, LEAST(created_at, profile_as_of), created_at FROM patient_comm_prefs WHERE sms_hash IS NOT NULL
UNION ALL
SELECT patient_id, 'whatsapp', whatsapp_hash, LEAST(created_at, profile_as_of), created_at FROM patient_comm_prefs
WHERE whatsapp_hash IS NOT NULL;
