-- Which visits, in which version, the reminders of a plan name.
CREATE TABLE visit_day_visits (
    organization_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    visit_date DATE NOT NULL,
    plan INT NOT NULL,
    appointment_id BIGINT NOT NULL,
    version INT NOT NULL,
    PRIMARY KEY (organization_id, patient_id, visit_date, plan, appointment_id)
);
