package com.ovhi.outreach.orchestrator.audit;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.outbox.Outbox;
import java.time.Clock;
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
                new AuditRecorded(
                        organizationId,
                        patientId,
                        actor.name(),
                        action,
                        details,
                        actor.ipAddress(),
                        actor.userAgent(),
                        clock.instant()));
    }
}
