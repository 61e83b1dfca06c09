package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.orchestrator.job.Replan.Cause;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a job stands among those of its contact slot, and which channels are left to the next one; never changed. */
@Embeddable
class Succession {

    private UUID slotId;

    @Convert(converter = Codes.OfRoute.class)
    @Column(name = "channel_route")
    private List<Channel> route = List.of();

    private @Nullable UUID previousJobId;
    private int generation;

    @SuppressWarnings("NullAway.Init")
    protected Succession() {}

    Succession(NewJob job) {
        slotId = job.slotId();
        route = job.route();
        var predecessor = job.predecessor();
        if (predecessor != null) {
            previousJobId = predecessor.jobId();
            generation = predecessor.generation() + 1;
        }
    }

    void writeTo(Columns row) {
        row.put("slot_id", slotId)
                .put("channel_route", Codes.ofRoute(route))
                .put("previous_job_id", previousJobId)
                .put("generation", generation);
    }

    /** Its channel and those left to fall back on, best first. */
    List<Channel> route() {
        return route;
    }

    @Nullable
    UUID previousJobId() {
        return previousJobId;
    }

    /** What its successor for a cause takes over. */
    Predecessor toSuccessor(UUID job, Cause cause, boolean sent) {
        var before = cause == Cause.SPLIT || cause == Cause.MERGED ? generation - 1 : generation;
        return new Predecessor(job, slotId, left(cause), before, sent);
    }

    private @Nullable List<Channel> left(Cause cause) {
        return switch (cause) {
            case SWITCHED_OFF, ADDRESS, SPLIT, CROWDED -> route;
            case FALLBACK, PATIENCE, UNDELIVERED, SILENCE -> route.isEmpty() ? route : route.subList(1, route.size());
            case REVIEW, MERGED -> null;
        };
    }

    /** What a new contact for its occasion, unlike a successor of its own, takes over: the slot, and no channel less. */
    Predecessor toNewContact(UUID job) {
        return new Predecessor(job, slotId, null, -1, false);
    }
}
