package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.outbox.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells the suite, with the transaction, how far jobs have come; counts it when that is committed. Thread-safe. */
@Component
class JobNews {

    private static final Logger log = LoggerFactory.getLogger(JobNews.class);

    private final Outbox outbox;
    private final MeterRegistry meters;

    JobNews(Outbox outbox, MeterRegistry meters) {
        this.outbox = outbox;
        this.meters = meters;
    }

    /**
     * Has a job sent or held back. Of an urgent one both go ahead of all others; a withdrawal counts also when it comes
     * before what it withdraws.
     */
    void schedule(Job job, Object contract) {
        var key = Long.toString(job.patientId());
        if (job.lane() == Lane.URGENT) {
            outbox.publishAhead(Topics.SCHEDULE, key, contract);
        } else {
            outbox.publish(Topics.SCHEDULE, key, contract);
        }
    }

    /** A job has reached a milestone. */
    void tell(Job job, Milestone milestone, @Nullable String reason) {
        outbox.publish(Topics.JOB, Long.toString(job.patientId()), job.changed(milestone, reason));
        var channel = job.channel().code();
        var purpose = job.purpose().code();
        AfterCommit.run(() -> meters.counter(
                        "outreach.jobs", "milestone", milestone.code(), "channel", channel, "purpose", purpose)
                .increment());
        log.atInfo()
                .addKeyValue("job_id", job.getId())
                .addKeyValue("milestone", milestone.code())
                .log("Job moved on");
    }
}
