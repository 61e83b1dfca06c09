package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
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

    /** Has jobs sent and tells that they are planned. Of urgent ones what is due goes ahead of all others. */
    void scheduled(List<Planned> planned) {
        var urgent = new ArrayList<Keyed>();
        var usual = new ArrayList<Keyed>();
        planned.forEach(each -> (each.job().lane() == Lane.URGENT ? urgent : usual)
                .add(new Keyed(key(each.job()), each.contact(), each.traceparent())));
        outbox.publishAllAhead(Topics.SCHEDULE, urgent);
        outbox.publishAll(Topics.SCHEDULE, usual);
        tell(planned.stream()
                .map(each -> new Told(each.job(), each.job().changed(Milestone.SCHEDULED, null), each.traceparent()))
                .toList());
    }

    /** Has a job held back, an urgent one ahead of all others; it counts also when it comes before what it withdraws. */
    void withdrawn(Job job, ContactWithdrawn withdrawal) {
        var key = key(job);
        if (job.lane() == Lane.URGENT) {
            outbox.publishAhead(Topics.SCHEDULE, key, withdrawal);
        } else {
            outbox.publish(Topics.SCHEDULE, key, withdrawal);
        }
    }

    /** A job has reached a milestone. */
    void tell(TrackedJob job, Milestone milestone, @Nullable String reason) {
        tell(List.of(Told.of(job, milestone, reason)));
    }

    /** Jobs have reached milestones. */
    void tell(List<Told> told) {
        outbox.publishAll(
                Topics.JOB,
                told.stream()
                        .map(each -> new Keyed(key(each.job()), each.change(), each.traceparent()))
                        .toList());
        told.forEach(each -> log.atInfo()
                .addKeyValue("job_id", each.job().getId())
                .addKeyValue("milestone", each.change().milestone().code())
                .log("Job moved on"));
        AfterCommit.run(() -> told.forEach(each -> count(each.change())));
    }

    private static String key(TrackedJob job) {
        return Long.toString(job.patientId());
    }

    private void count(JobChanged change) {
        meters.counter(
                        "outreach.jobs",
                        "milestone",
                        change.milestone().code(),
                        "channel",
                        change.channel().code(),
                        "purpose",
                        change.purpose().code())
                .increment();
    }

    /**
     * A job that is planned, and what the scheduler is told of it.
     *
     * @param traceparent W3C trace context of who asked for it, null for the current one
     */
    record Planned(Job job, ContactDue contact, @Nullable String traceparent) {}

    /**
     * What is told of a job: how it stood when it reached a milestone.
     *
     * @param traceparent W3C trace context of the cause, null for the current one
     */
    record Told(TrackedJob job, JobChanged change, @Nullable String traceparent) {

        static Told of(TrackedJob job, Milestone milestone, @Nullable String reason) {
            return new Told(job, job.changed(milestone, reason), null);
        }
    }
}
