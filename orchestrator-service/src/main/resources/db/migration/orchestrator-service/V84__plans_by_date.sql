-- For what a plan was asked for and named, and for forgetting the plans of days long past.
ALTER TABLE visit_days ADD INDEX idx_visit_days_date (visit_date);

ALTER TABLE visit_day_requests
    ADD INDEX idx_visit_day_requests_plan (organization_id, patient_id, visit_date, plan),
    ADD INDEX idx_visit_day_requests_date (visit_date);

ALTER TABLE visit_day_visits ADD INDEX idx_visit_day_visits_date (visit_date);

ALTER TABLE household_members ADD INDEX idx_household_members_joined (joined_at);
