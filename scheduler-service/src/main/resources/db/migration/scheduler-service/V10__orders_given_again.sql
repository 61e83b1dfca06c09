-- How often the order of the running attempt was given again because nobody answered.
ALTER TABLE due_queue ADD COLUMN reordered INT NOT NULL DEFAULT 0;
