-- Whether whoever asked for the contact wants it no more. Nothing takes over from such a job, whatever it has come to: a
-- status cannot say so, since a job that another one tells of as well is cancelled, too.
ALTER TABLE comm_jobs ADD COLUMN is_called_off BOOLEAN NOT NULL DEFAULT FALSE;
