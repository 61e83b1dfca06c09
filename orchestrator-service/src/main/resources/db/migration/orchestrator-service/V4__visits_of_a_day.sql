ALTER TABLE appointments ADD INDEX idx_appointments_patient (organization_id, patient_id, start_at);
