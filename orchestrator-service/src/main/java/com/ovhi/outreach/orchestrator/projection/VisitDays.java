package com.ovhi.outreach.orchestrator.projection;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The plans of each patient's day. A plan replaces the one before, also as long as the requests of that one are still on
 * their way. Thread-safe.
 */
@Repository
public class VisitDays {

    private static final String OF_DAY =
            " WHERE visit_days.organization_id = :organization AND visit_days.patient_id IN (:records) AND visit_date = :date";

    private final JdbcClient jdbc;
    private final Patients patients;

    VisitDays(JdbcClient jdbc, Patients patients) {
        this.jdbc = jdbc;
        this.patients = patients;
    }

    /**
     * Begins a new plan of a day; nobody else plans it, or carries out what was planned, until the transaction ends. It replaces
     * those of the records that were given up for the patient's as well, and its number is above all of theirs, so that
     * nothing is asked for by a name that was used before.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Plan anew(long organizationId, long patientId, LocalDate date) {
        jdbc.sql("""
                        INSERT INTO visit_days (organization_id, patient_id, visit_date, plan) VALUES (?, ?, ?, 0)
                        ON DUPLICATE KEY UPDATE plan = plan""").params(organizationId, patientId, date).update();
        var records = patients.records(organizationId, patientId);
        var number = 1 + newest(organizationId, records, date);
        var undecided = number == 1 ? Set.<String>of() : undecided(organizationId, records, date);
        jdbc.sql("UPDATE visit_days SET plan = :plan" + OF_DAY)
                .param("plan", number)
                .param("organization", organizationId)
                .param("records", records)
                .param("date", date)
                .update();
        return new Plan(organizationId, patientId, date, number, undecided);
    }

    /** Nobody carries out what was planned of the day until the transaction ends. */
    private int newest(long organizationId, List<Long> records, LocalDate date) {
        return jdbc
                .sql("SELECT plan FROM visit_days" + OF_DAY + " FOR UPDATE")
                .param("organization", organizationId)
                .param("records", records)
                .param("date", date)
                .query(Integer.class)
                .list()
                .stream()
                .mapToInt(each -> each)
                .max()
                .orElse(0);
    }

    private Set<String> undecided(long organizationId, List<Long> records, LocalDate date) {
        return Set.copyOf(jdbc.sql("""
                        SELECT DISTINCT asked_for
                        FROM visit_day_requests JOIN visit_days USING (organization_id, patient_id, visit_date, plan)
                            LEFT JOIN decisions USING (request_id)""" + OF_DAY + " AND decisions.id IS NULL AND asked_for IS NOT NULL")
                .param("organization", organizationId)
                .param("records", records)
                .param("date", date)
                .query((row, n) -> row.getString("asked_for"))
                .list());
    }

    /**
     * The newest plan of a day as long as neither it nor any other after the one that asked has asked by the same name: what became
     * of that is told apart. Nobody plans the day anew until the transaction ends. Empty when one has, or may have before names
     * were written down.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Plan> withoutAsking(Asked asked) {
        var records = patients.records(asked.organizationId(), asked.patientId());
        var number = newest(asked.organizationId(), records, asked.date());
        return jdbc.sql("""
                        SELECT 1 FROM visit_day_requests
                        WHERE organization_id = :organization AND patient_id IN (:records) AND visit_date = :date
                            AND plan > :plan AND (asked_for IS NULL OR asked_for = :name) LIMIT 1""")
                        .param("organization", asked.organizationId())
                        .param("records", records)
                        .param("date", asked.date())
                        .param("plan", asked.plan())
                        .param("name", asked.name())
                        .query(Integer.class)
                        .optional()
                        .isPresent()
                ? Optional.empty()
                : Optional.of(new Plan(asked.organizationId(), asked.patientId(), asked.date(), number, Set.of()));
    }

    /**
     * What a job was asked for by a plan that has been replaced since; empty when it was not, when it was called off for good, and
     * when another job has taken over or tells of it.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Asked> replaced(UUID jobId) {
        return jdbc.sql("""
                        SELECT request.organization_id, request.patient_id, request.visit_date, request.plan,
                            SUBSTRING_INDEX(SUBSTRING_INDEX(slot.occasion_key, '/', -1), '.', 1) AS name
                        FROM comm_jobs job
                            JOIN contact_slots slot ON slot.id = job.slot_id
                            JOIN visit_day_requests request ON request.request_id = job.request_id
                            JOIN visit_days planned ON planned.organization_id = request.organization_id
                                AND planned.patient_id = request.patient_id AND planned.visit_date = request.visit_date
                        WHERE job.id = ? AND request.plan < planned.plan AND NOT job.is_called_off
                            AND NOT EXISTS (SELECT 1 FROM comm_jobs next WHERE next.previous_job_id = job.id)
                            AND NOT EXISTS (SELECT 1 FROM household_members member WHERE member.member_job_id = job.id)""")
                .param(jobId.toString())
                .query((row, n) -> new Asked(
                        row.getLong("organization_id"),
                        row.getLong("patient_id"),
                        row.getObject("visit_date", LocalDate.class),
                        row.getInt("plan"),
                        row.getString("name")))
                .optional();
    }

    /** Whether everything has been decided that the newest plans of a patient's day ask for, those of records given up for theirs too. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean isDecided(long organizationId, long patientId, LocalDate date) {
        return jdbc.sql("""
                        SELECT 1 FROM visit_day_requests JOIN visit_days USING (organization_id, patient_id, visit_date, plan)
                            LEFT JOIN decisions USING (request_id)""" + OF_DAY + " AND decisions.id IS NULL LIMIT 1")
                .param("organization", organizationId)
                .param("records", patients.records(organizationId, patientId))
                .param("date", date)
                .query(Integer.class)
                .optional()
                .isEmpty();
    }

    /** What the reminders of a plan name. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void tell(Plan plan, List<Booked> visits) {
        visits.forEach(visit -> jdbc.sql("""
                        INSERT INTO visit_day_visits
                            (organization_id, patient_id, visit_date, plan, appointment_id, version)
                        VALUES (?, ?, ?, ?, ?, ?)""")
                .params(
                        plan.organizationId(),
                        plan.patientId(),
                        plan.date(),
                        plan.number(),
                        visit.appointmentId(),
                        visit.version())
                .update());
    }

    /** The visits a job names because its request was planned; none when it was not. */
    @Transactional(readOnly = true)
    public List<Told> toldBy(UUID jobId) {
        return jdbc.sql("""
                        SELECT told.appointment_id, told.version
                        FROM comm_jobs job
                            JOIN visit_day_requests request ON request.request_id = job.request_id
                            JOIN visit_day_visits told ON told.organization_id = request.organization_id
                                AND told.patient_id = request.patient_id AND told.visit_date = request.visit_date
                                AND told.plan = request.plan
                        WHERE job.id = ? ORDER BY told.appointment_id""")
                .param(jobId.toString())
                .query((row, n) -> new Told(row.getLong("appointment_id"), row.getInt("version")))
                .list();
    }

    /**
     * A request belongs to a plan.
     *
     * @param name of what it asks for, the same in every plan
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void ask(UUID requestId, Plan plan, String name) {
        jdbc.sql("""
                        INSERT INTO visit_day_requests
                            (request_id, organization_id, patient_id, visit_date, plan, asked_for)
                        VALUES (?, ?, ?, ?, ?, ?)""")
                .params(requestId.toString(), plan.organizationId(), plan.patientId(), plan.date(), plan.number(), name)
                .update();
    }

    /** Which of these requests belong to older plans of their days; stays so until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<UUID> replaced(Set<UUID> requests) {
        return ReplacedRequests.among(requests, jdbc.sql("""
                        SELECT request.request_id, request.plan = planned.plan AS is_current
                        FROM visit_day_requests request JOIN visit_days planned USING (organization_id, patient_id, visit_date)
                        WHERE request.request_id IN (:requests) ORDER BY request.request_id LOCK IN SHARE MODE"""));
    }

    /** A visit as a message names it. */
    public record Told(long appointmentId, int version) {}

    /**
     * A plan of a day.
     *
     * @param number from 1 on
     * @param undecided the names of what those it replaces had asked for and nobody had decided: it becomes no job any more
     */
    public record Plan(long organizationId, long patientId, LocalDate date, int number, Set<String> undecided) {

        /** Copies. */
        public Plan {
            undecided = Set.copyOf(undecided);
        }
    }

    /** What was asked for of a day. */
    public record Asked(long organizationId, long patientId, LocalDate date, int plan, String name) {}
}
