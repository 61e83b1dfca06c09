package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.outbox.Outbox;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The ways in which a job leaves the queue. What the suite cannot know otherwise is published. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Endings {

    private static final String CANCELLED = "cancelled";

    private final DueQueue queue;
    private final Outbox outbox;
    private final Clock clock;

    Endings(DueQueue queue, Outbox outbox, Clock clock) {
        this.queue = queue;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Somebody else has said what became of them, each for its reason. */
    public void settle(Map<DueJob, String> reasons) {
        reasons.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toList())))
                .forEach((reason, jobs) -> queue.end(jobs, reason));
    }

    /** It was withdrawn in time: who was to be told along with its patient may be told otherwise now. */
    public void cancel(DueJob job) {
        queue.end(List.of(job), CANCELLED);
        report(job, DeliveryState.NOT_SENT, FailureClass.REFUSED, CANCELLED);
    }

    /** It is not useful any more, or no window is left in which it would be. */
    public void expire(DueJob job, String code) {
        queue.end(List.of(job), code);
        report(job, DeliveryState.EXPIRED, null, code);
    }

    /** All attempts failed; whoever made it chooses another way, or has a person look at it. */
    public void exhaust(DueJob job, @Nullable FailureClass failure, String code) {
        queue.end(List.of(job), "exhausted");
        report(job, DeliveryState.EXHAUSTED, failure, code);
    }

    /** It waits on, but takes too long: nothing is on its way, so whoever can may choose another way and withdraw it. */
    public void stuck(DueJob job, String code) {
        report(job, DeliveryState.NOT_SENT, FailureClass.PARKED, code);
    }

    private void report(DueJob job, DeliveryState state, @Nullable FailureClass failure, String code) {
        outbox.publish(
                Topics.DELIVERY, job.jobId().toString(), job.report(state, failure, Codes.of(code), clock.instant()));
    }
}
