package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Shows a person which patients wait for what; that they saw it is audited with the same commit, before it leaves. */
@Component
class QueueReading {

    private final QueueView view;
    private final Outbox outbox;
    private final Clock clock;

    QueueReading(QueueView view, Outbox outbox, Clock clock) {
        this.view = view;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    List<QueueView.Row> list(
            long organizationId,
            @Nullable QueueState state,
            @Nullable Lane lane,
            @Nullable UUID after,
            int limit,
            Reader reader) {
        var rows = view.list(organizationId, state, lane, after, limit);
        audit(organizationId, rows, Map.of("resource", "due-queue"), reader);
        return rows;
    }

    @Transactional
    Optional<QueueView.Row> find(long organizationId, UUID jobId, Reader reader) {
        var row = view.find(organizationId, jobId);
        row.ifPresent(found -> audit(
                organizationId, List.of(found), Map.of("resource", "due-queue", "job_id", jobId.toString()), reader));
        return row;
    }

    /** One entry for each patient shown. */
    private void audit(long organizationId, List<QueueView.Row> rows, Map<String, String> details, Reader reader) {
        var now = clock.instant();
        outbox.publishAll(
                Topics.AUDIT,
                rows.stream()
                        .map(QueueView.Row::patientId)
                        .distinct()
                        .map(patient -> new Keyed(
                                Long.toString(organizationId),
                                new AuditRecorded(
                                        organizationId,
                                        patient,
                                        reader.subject(),
                                        AuditAction.ACCESS,
                                        details,
                                        reader.ipAddress(),
                                        reader.userAgent(),
                                        now)))
                        .toList());
    }

    /** Who reads. */
    record Reader(
            String subject,
            @Nullable String ipAddress,
            @Nullable String userAgent) {}
}
