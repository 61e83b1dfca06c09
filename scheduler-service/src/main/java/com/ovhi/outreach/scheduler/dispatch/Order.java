package com.ovhi.outreach.scheduler.dispatch;

import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import com.ovhi.outreach.scheduler.queue.DueJob;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What workers are told to do. */
final class Order {

    private Order() {}

    /** Where orders for a job go. */
    static String topic(DueJob job) {
        return Topics.dispatch(job.channel(), job.lane());
    }

    /**
     * The order for the running attempt of a job, to be carried out before a deadline.
     *
     * @param judgedBy the version of the patient's preferences that it was judged by; null when it is not known, or none count
     */
    static Keyed of(DueJob job, Instant deadline, @Nullable Long judgedBy) {
        return new Keyed(
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
                        Objects.requireNonNull(job.content()),
                        job.expiresAt(),
                        judgedBy));
    }
}
