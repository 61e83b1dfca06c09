-- What the optimiser has learned beside best hour and channel; null in rows of before it was told.
ALTER TABLE patient_insights
    ADD COLUMN channel_confidence DOUBLE NULL,
    ADD COLUMN hour_weights JSON NULL,
    ADD COLUMN no_show_risk DOUBLE NULL;
