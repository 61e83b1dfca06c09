package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.audit.AccessTrail;
import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.ids.Lane;
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
    private final AccessTrail trail;

    QueueReading(QueueView view, AccessTrail trail) {
        this.view = view;
        this.trail = trail;
    }

    @Transactional
    List<QueueView.Row> list(
            long organizationId,
            @Nullable QueueState state,
            @Nullable Lane lane,
            @Nullable UUID after,
            int limit,
            Viewer viewer) {
        var rows = view.list(organizationId, state, lane, after, limit);
        var patients = rows.stream().map(QueueView.Row::patientId).toList();
        trail.looked(viewer, organizationId, patients, Map.of("resource", "due-queue"));
        return rows;
    }

    @Transactional
    Optional<QueueView.Row> find(long organizationId, UUID jobId, Viewer viewer) {
        var row = view.find(organizationId, jobId);
        row.ifPresent(found -> trail.looked(
                viewer,
                organizationId,
                List.of(found.patientId()),
                Map.of("resource", "due-queue", "job_id", jobId.toString())));
        return row;
    }
}
