-- No version that runs beside this one names it any more (V80), and every change of a job's state had to be entered in it.
ALTER TABLE due_queue DROP INDEX idx_due_queue_dispatched;
