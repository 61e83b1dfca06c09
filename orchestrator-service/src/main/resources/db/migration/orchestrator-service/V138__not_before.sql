-- What may not leave before a time may not do so either in the words or on the channel of the job that takes over.
ALTER TABLE comm_jobs ADD COLUMN not_before TIMESTAMP(6) NULL DEFAULT NULL;
