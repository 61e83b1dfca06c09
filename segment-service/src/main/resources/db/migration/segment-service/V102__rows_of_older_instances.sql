-- Older instances that were still running after V20 and V40 wrote rows without the columns those have added.
UPDATE patients SET
    born_by = LAST_DAY(STR_TO_DATE(CONCAT(birth_year, '-', birth_month, '-01'), '%Y-%c-%d'))
WHERE born_by IS NULL AND birth_year IS NOT NULL AND birth_month IS NOT NULL;

UPDATE patients SET lab_ready_on = DATE(lab_ready_at) WHERE lab_ready_on IS NULL AND lab_ready_at IS NOT NULL;

UPDATE patients SET
    last_visit = (SELECT MAX(v.starts_on) FROM visits v WHERE v.patient_id = patients.patient_id
        AND v.organization_id = patients.organization_id AND v.status = 'completed'),
    visit_count = (SELECT COUNT(*) FROM visits v WHERE v.patient_id = patients.patient_id
        AND v.organization_id = patients.organization_id AND v.status = 'completed'),
    no_show_count = (SELECT COUNT(*) FROM visits v WHERE v.patient_id = patients.patient_id
        AND v.organization_id = patients.organization_id AND v.status = 'no_show'),
    cancelled_count = (SELECT COUNT(*) FROM visits v WHERE v.patient_id = patients.patient_id
        AND v.organization_id = patients.organization_id AND v.status = 'cancelled')
WHERE visit_count = 0 AND no_show_count = 0 AND cancelled_count = 0
    AND EXISTS (SELECT 1 FROM visits v WHERE v.patient_id = patients.patient_id AND v.status <> 'booked');

-- Whoever they enrolled had one step, which they took at once.
UPDATE enrolments SET exit_reason = 'finished', exited_at = enrolled_at WHERE state = 'exited' AND exit_reason IS NULL;
