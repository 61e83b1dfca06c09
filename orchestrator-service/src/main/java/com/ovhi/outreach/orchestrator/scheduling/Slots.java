package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.orchestrator.job.Predecessor;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** One contact per patient, purpose and occasion, whoever asks and however often. Thread-safe. */
@Repository
class Slots {

    private final JdbcClient jdbc;
    private final Clock clock;

    Slots(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Takes the slot of an occasion for a job; empty when it is taken. */
    @Transactional(propagation = Propagation.MANDATORY)
    Optional<UUID> take(Ask ask, UUID jobId) {
        var slot = Ids.next();
        var taken = jdbc.sql("""
                        INSERT IGNORE INTO contact_slots
                            (id, organization_id, patient_id, purpose, occasion_key, job_id, request_id, created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        slot.toString(),
                        ask.organizationId(),
                        ask.patientId(),
                        ask.purpose().code(),
                        ask.occasionKey(),
                        jobId.toString(),
                        ask.requestId().toString(),
                        Timestamp.from(clock.instant()))
                .update();
        return taken == 1 ? Optional.of(slot) : Optional.empty();
    }

    /** Hands a slot over to the job that takes over; false when it is not this predecessor's any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean pass(Predecessor predecessor, Ask ask, UUID jobId) {
        return jdbc.sql("UPDATE contact_slots SET job_id = ?, request_id = ? WHERE id = ? AND job_id = ?")
                        .params(
                                jobId.toString(),
                                ask.requestId().toString(),
                                predecessor.slotId().toString(),
                                predecessor.jobId().toString())
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
