-- Raised with every change of a job, so that nobody writes over what they have not read.
ALTER TABLE comm_jobs ADD COLUMN row_version INT NOT NULL DEFAULT 0;
