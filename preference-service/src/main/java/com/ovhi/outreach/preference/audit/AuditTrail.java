package com.ovhi.outreach.preference.audit;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.outbox.Outbox;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Records what this service did. Like everybody's entries they travel through the audit topic into the log. */
@Component
public class AuditTrail {

    private final Outbox outbox;
    private final Clock clock;

    AuditTrail(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Records with the caller's transaction; {@code details} holds ids and vocabulary only. */
    public void record(
            @Nullable Long organization,
            @Nullable Long patientId,
            Actor actor,
            AuditAction action,
            Map<String, String> details) {
        outbox.publish(
                Topics.AUDIT,
                organization == null ? "none" : organization.toString(),
                new AuditRecorded(
                        organization,
                        patientId,
                        actor.name(),
                        action,
                        details,
                        actor.ipAddress(),
                        actor.userAgent(),
                        clock.instant()));
    }
}
