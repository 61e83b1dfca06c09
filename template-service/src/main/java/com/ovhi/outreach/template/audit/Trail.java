package com.ovhi.outreach.template.audit;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.outbox.Outbox;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Audits what somebody does, in the transaction in which it is done. Thread-safe. */
@Component
public class Trail {

    private final Outbox outbox;
    private final Clock clock;

    Trail(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Records an act.
     *
     * @param patientId null for what concerns none
     * @param what the act, in lower case with dashes
     * @param details ids and vocabulary only
     * @throws org.springframework.transaction.IllegalTransactionStateException outside a transaction
     */
    public void record(
            long organization, @Nullable Long patientId, String actor, String what, Map<String, String> details) {
        var all = new TreeMap<>(details);
        all.put("what", what);
        outbox.publish(
                Topics.AUDIT,
                Long.toString(organization),
                new AuditRecorded(
                        organization,
                        patientId,
                        actor,
                        AuditAction.ACCESS,
                        Map.copyOf(all),
                        null,
                        null,
                        clock.instant()));
    }
}
