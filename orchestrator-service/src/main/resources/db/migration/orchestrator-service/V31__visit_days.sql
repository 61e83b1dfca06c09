-- How often the reminders of a patient's day were planned. Only requests of the newest plan may become jobs.
CREATE TABLE visit_days (
    organization_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    visit_date DATE NOT NULL,
    plan INT NOT NULL,
    PRIMARY KEY (organization_id, patient_id, visit_date)
);

CREATE TABLE visit_day_requests (
    request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    patient_id BIGINT NOT NULL,
    visit_date DATE NOT NULL,
    plan INT NOT NULL
);
