package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.time.UtcTime;
import com.ovhi.outreach.orchestrator.job.Predecessor;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** One contact per patient, purpose and occasion, whoever asks and however often. Thread-safe. */
@Repository
class Slots {

    private static final String TAKE = """
            INSERT IGNORE INTO contact_slots
                (id, organization_id, patient_id, purpose, occasion_key, job_id, request_id, created_at)""";

    private static final String TAKEN = "(?, ?, ?, ?, ?, ?, ?, ?)";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;

    Slots(JdbcClient jdbc, JdbcTemplate batches, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
    }

    /** Takes the slot of an occasion for a job; empty when it is taken. */
    @Transactional(propagation = Propagation.MANDATORY)
    Optional<UUID> take(Ask ask, UUID jobId) {
        var slot = Ids.next();
        return ManyRows.insert(batches, TAKE, TAKEN, List.<Object[]>of(row(slot, ask, jobId, clock.instant()))) == 1
                ? Optional.of(slot)
                : Optional.empty();
    }

    /** Like {@link #take(Ask, UUID)} for many jobs; those are left out whose slots are taken. */
    @Transactional(propagation = Propagation.MANDATORY)
    Map<Ask, UUID> take(Map<Ask, UUID> jobs) {
        if (jobs.isEmpty()) {
            return Map.of();
        }
        var now = clock.instant();
        var slots = jobs.keySet().stream().collect(Collectors.toMap(ask -> ask, _ -> Ids.next()));
        var taken = ManyRows.insert(
                batches,
                TAKE,
                TAKEN,
                slots.entrySet().stream()
                        .sorted(Comparator.comparing(
                                each -> each.getKey().patient(),
                                Comparator.comparingLong(PatientRef::organizationId)
                                        .thenComparingLong(PatientRef::patientId)))
                        .map(each -> row(
                                each.getValue(), each.getKey(), Objects.requireNonNull(jobs.get(each.getKey())), now))
                        .toList());
        if (taken < slots.size()) {
            var mine = Set.copyOf(jdbc.sql("SELECT id FROM contact_slots WHERE id IN (:slots)")
                    .param("slots", slots.values().stream().map(UUID::toString).toList())
                    .query(String.class)
                    .list());
            slots.values().removeIf(slot -> !mine.contains(slot.toString()));
        }
        return slots;
    }

    private static Object[] row(UUID slot, Ask ask, UUID jobId, Instant now) {
        return new Object[] {
            slot.toString(),
            ask.organizationId(),
            ask.patientId(),
            ask.purpose().code(),
            ask.occasionKey(),
            jobId.toString(),
            ask.requestId().toString(),
            UtcTime.of(now)
        };
    }

    /**
     * Hands a slot over to the job that takes over; false when it is not this predecessor's any more, or is of a former
     * record of a patient who has one for the same occasion.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean pass(Predecessor predecessor, Ask ask, UUID jobId) {
        return jdbc.sql("""
                                UPDATE contact_slots SET job_id = ?, request_id = ?
                                WHERE id = ? AND job_id = ? AND patient_id = ?""")
                        .params(
                                jobId.toString(),
                                ask.requestId().toString(),
                                predecessor.slotId().toString(),
                                predecessor.jobId().toString(),
                                ask.patientId())
                        .update()
                == 1;
    }

    /** The occasion of a slot. */
    @Transactional(readOnly = true)
    String occasion(UUID slotId) {
        return jdbc.sql("SELECT occasion_key FROM contact_slots WHERE id = ?")
                .param(slotId.toString())
                .query(String.class)
                .single();
    }

    /** Who holds the slot of an occasion. */
    @Transactional(readOnly = true)
    Optional<Holder> holder(Ask ask) {
        return jdbc.sql("""
                        SELECT job_id, request_id FROM contact_slots
                        WHERE organization_id = ? AND patient_id = ? AND purpose = ? AND occasion_key = ?""")
                .params(ask.organizationId(), ask.patientId(), ask.purpose().code(), ask.occasionKey())
                .query((row, n) -> new Holder(
                        UUID.fromString(row.getString("job_id")), UUID.fromString(row.getString("request_id"))))
                .optional();
    }

    /** The job of an occasion and the request that made it. */
    record Holder(UUID jobId, UUID requestId) {}
}
