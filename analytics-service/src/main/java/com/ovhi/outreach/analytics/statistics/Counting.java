package com.ovhi.outreach.analytics.statistics;

import com.ovhi.outreach.analytics.organization.OrganizationZones;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.observability.AfterCommit;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Counts each milestone of each job once, whatever arrives how often and in which order. */
@Component
@Transactional
class Counting {

    private final Ledger ledger;
    private final OrganizationZones zones;
    private final MeterRegistry meters;

    Counting(Ledger ledger, OrganizationZones zones, MeterRegistry meters) {
        this.ledger = ledger;
        this.zones = zones;
        this.meters = meters;
    }

    void changed(JobChanged change) {
        ledger.share();
        var job = CountedJob.of(change);
        if (ledger.remember(job)) {
            ledger.arrived(job.jobId()).ifPresent(at -> count(job, Counter.UNSUBSCRIBED, at));
        }
        Counter.of(change.milestone()).ifPresent(counter -> count(job, counter, change.occurredAt()));
    }

    /** A STOP in answer to a message. */
    void replied(ReplyUnderstood reply) {
        var jobId = reply.jobId();
        if (jobId != null && matters(reply)) {
            unsubscribed(jobId, reply.receivedAt());
        }
    }

    /** An unsubscribe or a complaint through the provider. */
    void reported(DeliveryReported report) {
        var jobId = report.jobId();
        if (jobId != null && matters(report)) {
            unsubscribed(jobId, report.occurredAt());
        }
    }

    static boolean matters(ReplyUnderstood reply) {
        return reply.jobId() != null && reply.intent() == Intent.STOP;
    }

    static boolean matters(DeliveryReported report) {
        return report.jobId() != null
                && !report.ofAnswer()
                && (report.state() == DeliveryState.UNSUBSCRIBED || report.state() == DeliveryState.COMPLAINED);
    }

    /** Throws the counts of an organisation away and makes them again from the ledger. */
    int recount(long organizationId) {
        ledger.exclude();
        return ledger.recount(organizationId);
    }

    private void unsubscribed(UUID jobId, Instant at) {
        ledger.share();
        ledger.find(jobId).ifPresentOrElse(job -> count(job, Counter.UNSUBSCRIBED, at), () -> awaitJob(jobId, at));
    }

    /** The signal waits for its job. Should both arrive at once, whoever looks second sees the other. */
    private void awaitJob(UUID jobId, Instant at) {
        ledger.await(jobId, at);
        ledger.find(jobId)
                .ifPresent(job -> ledger.arrived(jobId).ifPresent(first -> count(job, Counter.UNSUBSCRIBED, first)));
    }

    private void count(CountedJob job, Counter counter, Instant at) {
        var first = ledger.count(job, counter, zones.day(job.organizationId(), at), at);
        AfterCommit.run(() -> meters.counter(
                        "outreach.analytics.counted",
                        "milestone",
                        counter.code(),
                        "outcome",
                        first ? "counted" : "repeated")
                .increment());
    }
}
