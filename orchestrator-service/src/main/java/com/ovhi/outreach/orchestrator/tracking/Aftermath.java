package com.ovhi.outreach.orchestrator.tracking;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.job.JobLedger;
import com.ovhi.outreach.orchestrator.job.JobLedger.JobSubject;
import com.ovhi.outreach.orchestrator.job.Replan.Cause;
import com.ovhi.outreach.orchestrator.job.Replans;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * What follows when a message came definitely to nothing: another address, another channel, or a person's look. Never
 * when it may have been sent, and never when the patient has opted out. Thread-safe.
 */
@Component
class Aftermath {

    private static final String ADDRESS_CHANGED = "address-changed";
    private static final String SUPPRESSED = "suppressed";
    private static final String PATIENCE = "circuit-patience";

    private static final List<String> NOTICES = List.of("prescription/", "result/");

    private final JobLedger jobs;
    private final Replans replans;

    Aftermath(JobLedger jobs, Replans replans) {
        this.jobs = jobs;
        this.replans = replans;
    }

    /** Runs in the transaction of the report. */
    void of(DeliveryReported report, UUID job) {
        cause(report).ifPresent(cause -> replans.order(job, cause));
        if (report.state() == DeliveryState.CLICKED && !report.machine()) {
            jobs.subject(job).ifPresent(this::seen);
        }
    }

    /** Who has opened the portal needs no further notice of the same thing. */
    private void seen(JobSubject job) {
        var ref = job.ref();
        if (ref != null && NOTICES.stream().anyMatch(ref::startsWith)) {
            for (var purpose : List.of(Purpose.RX_REFILL, Purpose.LAB_READY)) {
                jobs.cancelAbout(job.organizationId(), ref, purpose, "seen");
            }
        }
    }

    static Optional<Cause> cause(DeliveryReported report) {
        return switch (report.state()) {
            case EXHAUSTED -> Optional.of(Cause.FALLBACK);
            case NOT_SENT -> notSent(report);
            case PROCESSING,
                    ACCEPTED,
                    UNKNOWN,
                    SENT,
                    DELIVERED,
                    OPENED,
                    CLICKED,
                    BOUNCED,
                    FAILED,
                    EXPIRED,
                    COMPLAINED,
                    UNSUBSCRIBED -> Optional.empty();
        };
    }

    private static Optional<Cause> notSent(DeliveryReported report) {
        var failure = report.failureClass();
        if (failure == null) {
            return Optional.of(Cause.FALLBACK);
        }
        return switch (failure) {
            case PERM_ADDR, PERM_MSG, CONFIG, WINDOW -> Optional.of(Cause.FALLBACK);
            case PARKED -> PATIENCE.equals(report.failureCode()) ? Optional.of(Cause.PATIENCE) : Optional.empty();
            case REFUSED -> refused(report);
            case RETRY, THROTTLE, OPTOUT -> Optional.empty();
        };
    }

    private static Optional<Cause> refused(DeliveryReported report) {
        if (ADDRESS_CHANGED.equals(report.failureCode())) {
            return Optional.of(Cause.ADDRESS);
        }
        return SUPPRESSED.equals(report.failureCode()) ? Optional.of(Cause.FALLBACK) : Optional.empty();
    }
}
