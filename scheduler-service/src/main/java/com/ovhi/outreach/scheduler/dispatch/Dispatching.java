package com.ovhi.outreach.scheduler.dispatch;

import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.scheduler.dispatch.Decision.Cancel;
import com.ovhi.outreach.scheduler.dispatch.Decision.Expire;
import com.ovhi.outreach.scheduler.dispatch.Decision.Hold;
import com.ovhi.outreach.scheduler.dispatch.Decision.Reject;
import com.ovhi.outreach.scheduler.dispatch.Decision.Send;
import com.ovhi.outreach.scheduler.queue.DueJob;
import com.ovhi.outreach.scheduler.queue.DueQueue;
import com.ovhi.outreach.scheduler.queue.Endings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Claims due jobs and orders their dispatch in one transaction: a job is dispatched if and only if its order is in the
 * outbox. Any number of instances may do so at once. Thread-safe.
 */
@Component
class Dispatching {

    private final DueQueue queue;
    private final DispatchRule rule;
    private final Endings endings;
    private final Outbox outbox;
    private final Clock clock;
    private final Pace pace;
    private final MeterRegistry meters;

    Dispatching(
            DueQueue queue,
            DispatchRule rule,
            Endings endings,
            Outbox outbox,
            Clock clock,
            Pace pace,
            MeterRegistry meters) {
        this.queue = queue;
        this.rule = rule;
        this.endings = endings;
        this.outbox = outbox;
        this.clock = clock;
        this.pace = pace;
        this.meters = meters;
    }

    /** Deals with up to {@code limit} due jobs of a lane and says with how many. */
    @Transactional
    int dispatchDue(Lane lane, int limit) {
        var now = clock.instant();
        var due = queue.claim(lane, now, limit);
        var leaving = new ArrayList<DueJob>(due.size());
        for (var job : due) {
            var decision = rule.judge(job, now);
            apply(job, decision, leaving, now);
            meters.counter("outreach.scheduler.dispatch", "lane", lane.code(), "outcome", decision.outcome())
                    .increment();
        }
        queue.dispatched(leaving);
        leaving.forEach(job -> late(job, now));
        return due.size();
    }

    /** When the next job of a lane is due. */
    @Transactional(readOnly = true)
    Optional<Instant> nextDue(Lane lane) {
        return queue.nextDue(lane);
    }

    private void apply(DueJob job, Decision decision, List<DueJob> leaving, Instant now) {
        switch (decision) {
            case Send(var deadline) -> {
                order(job, Objects.requireNonNull(job.content()), deadline);
                leaving.add(job);
            }
            case Hold(var until, var reason) -> queue.hold(job, until, reason);
            case Cancel() -> endings.cancel(job);
            case Expire(var code) -> endings.expire(job, code);
            case Reject(var code) -> endings.exhaust(job, null, code, now);
        }
    }

    private void order(DueJob job, Sealed content, Instant deadline) {
        outbox.publish(
                Topics.dispatch(job.channel(), job.lane()),
                Long.toString(job.patientId()),
                new DispatchOrdered(
                        job.jobId(),
                        job.slotId(),
                        job.organizationId(),
                        job.patientId(),
                        job.purpose(),
                        job.channel(),
                        job.attempt(),
                        deadline,
                        job.purpose().marketing(),
                        content));
    }

    private void late(DueJob job, Instant now) {
        var lateness = pace.toReal(Duration.between(job.dueAt(), now));
        meters.timer("outreach.scheduler.lateness", "lane", job.lane().code()).record(lateness);
    }
}
