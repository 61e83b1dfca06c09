package com.ovhi.outreach.orchestrator.audit;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Entries for the audit log, committed with what they tell of. Thread-safe. */
@Component
public class AuditTrail {

    private final Outbox outbox;
    private final Clock clock;

    AuditTrail(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Writes an entry.
     *
     * @param patientId null when it concerns no single patient
     * @param details ids and vocabulary, never PHI
     */
    @Transactional
    public void record(
            Actor actor,
            AuditAction action,
            long organizationId,
            @Nullable Long patientId,
            Map<String, String> details) {
        outbox.publish(
                Topics.AUDIT,
                Long.toString(organizationId),
                recorded(new Entry(actor, action, organizationId, patientId, details)));
    }

    /** Writes an entry for each of many patients, in a few statements. */
    @Transactional
    public void recordAll(Actor actor, AuditAction action, long organizationId, List<Detail> details) {
        recordAll(details.stream()
                .map(each -> new Entry(actor, action, organizationId, each.patientId(), each.details()))
                .toList());
    }

    /** Writes many entries, in a few statements. */
    @Transactional
    public void recordAll(List<Entry> entries) {
        outbox.publishAll(
                Topics.AUDIT,
                entries.stream()
                        .map(each ->
                                new Keyed(Long.toString(each.organizationId()), recorded(each), each.traceparent()))
                        .toList());
    }

    private AuditRecorded recorded(Entry entry) {
        return new AuditRecorded(
                entry.organizationId(),
                entry.patientId(),
                entry.actor().name(),
                entry.action(),
                entry.details(),
                entry.actor().ipAddress(),
                entry.actor().userAgent(),
                clock.instant());
    }

    /**
     * An entry.
     *
     * @param patientId null when it concerns no single patient
     * @param details ids and vocabulary, never PHI
     * @param traceparent W3C trace context of its cause, null for the current one
     */
    public record Entry(
            Actor actor,
            AuditAction action,
            long organizationId,
            @Nullable Long patientId,
            Map<String, String> details,
            @Nullable String traceparent) {

        /** Caused by what the thread works for. */
        public Entry(
                Actor actor,
                AuditAction action,
                long organizationId,
                @Nullable Long patientId,
                Map<String, String> details) {
            this(actor, action, organizationId, patientId, details, null);
        }
    }

    /** What concerns one of many patients: ids and vocabulary, never PHI. */
    public record Detail(long patientId, Map<String, String> details) {}
}
