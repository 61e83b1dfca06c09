-- Whether it is an e-mail of a patient who accepted details in unencrypted e-mail, to be worded anew when they do no more.
-- Of those that wait already nobody knows.
ALTER TABLE comm_jobs ADD COLUMN is_open_email BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE comm_jobs SET is_open_email = TRUE WHERE channel = 'email' AND status = 'queued';
