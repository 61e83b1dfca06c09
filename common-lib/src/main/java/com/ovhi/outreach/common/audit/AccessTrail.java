package com.ovhi.outreach.common.audit;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Audits looks at patients' data: an entry for each patient shown, committed before anything leaves. Thread-safe. */
public final class AccessTrail {

    private final Outbox outbox;
    private final Clock clock;

    AccessTrail(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Records with the caller's transaction that patients were looked at; not when a service of the suite looked.
     *
     * @param organization null where nobody can tell whose they are
     * @param details ids and vocabulary, never PHI
     * @throws org.springframework.transaction.IllegalTransactionStateException outside a transaction
     */
    public void looked(
            Viewer viewer, @Nullable Long organization, Collection<Long> patients, Map<String, String> details) {
        if (viewer.service()) {
            return;
        }
        var now = clock.instant();
        outbox.publishAll(
                Topics.AUDIT,
                patients.stream()
                        .distinct()
                        .map(patient -> new Keyed(
                                organization == null ? "none" : organization.toString(),
                                new AuditRecorded(
                                        organization,
                                        patient,
                                        viewer.name(),
                                        AuditAction.ACCESS,
                                        details,
                                        viewer.ipAddress(),
                                        viewer.userAgent(),
                                        now)))
                        .toList());
    }
}
