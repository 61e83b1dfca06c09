package com.ovhi.outreach.orchestrator.tracking;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.job.Cancellations;
import com.ovhi.outreach.orchestrator.job.JobLedger;
import com.ovhi.outreach.orchestrator.job.JobSubject;
import com.ovhi.outreach.orchestrator.job.Replan.Cause;
import com.ovhi.outreach.orchestrator.job.Replans.Successor;
import com.ovhi.outreach.orchestrator.job.Sightings.Done;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * What follows when a message came definitely to nothing: another address, another channel, or a person's look. Never
 * when it may have been sent, and never when the patient has opted out, unless by switching a channel off ({@link SwitchedOff}). Only an urgent one that was accepted and does not
 * arrive goes out on another channel as well (ADR 22). Thread-safe.
 */
@Component
class Aftermath {

    private static final String ADDRESS_CHANGED = "address-changed";
    private static final String SUPPRESSED = "suppressed";
    private static final String PATIENCE = "circuit-patience";
    private static final String NO_ROOM = "contact-cap";

    private static final List<String> NOTICES = List.of("prescription/", "result/");

    private final JobLedger jobs;
    private final Cancellations cancellations;
    private final TrackingProperties properties;

    Aftermath(JobLedger jobs, Cancellations cancellations, TrackingProperties properties) {
        this.jobs = jobs;
        this.cancellations = cancellations;
        this.properties = properties;
    }

    /** Runs in the transaction of the reports; returns the successors that are to be looked for. */
    List<Successor> of(List<Followed> reports) {
        var crowded = jobs.crowdedBy(reports.stream()
                .filter(each -> accepted(each.report()))
                .filter(each -> each.done().late().compareTo(properties.lateness()) > 0)
                .map(Followed::job)
                .collect(Collectors.toSet()));
        return reports.stream()
                .flatMap(each -> of(each, crowded.getOrDefault(each.job(), List.of())).stream())
                .toList();
    }

    /** @param crowded waiting jobs for which there may be no room any more, if the message was accepted only now */
    private List<Successor> of(Followed followed, List<UUID> crowded) {
        var report = followed.report();
        var job = followed.job();
        var purpose = followed.done().purpose();
        var successors = new ArrayList<Successor>();
        cause(report, properties.lateness()).ifPresent(cause -> successors.add(new Successor(job, cause)));
        if (isOptOut(report) && purpose == Purpose.URGENT) {
            cancellations.optedOut(job);
        }
        secondTry(report)
                .filter(_ -> purpose == Purpose.URGENT)
                .ifPresent(cause -> successors.add(new Successor(job, cause, pause(cause))));
        if (accepted(report)) {
            crowded.forEach(other -> successors.add(new Successor(other, Cause.CROWDED)));
        }
        if (report.state() == DeliveryState.CLICKED && !report.machine()) {
            jobs.subject(job).ifPresent(this::seen);
        }
        return successors;
    }

    private static boolean accepted(DeliveryReported report) {
        return report.state() == DeliveryState.ACCEPTED || report.state() == DeliveryState.SENT;
    }

    /** Who has opened the portal needs no further notice of the same thing. */
    private void seen(JobSubject job) {
        var ref = job.ref();
        if (ref != null && NOTICES.stream().anyMatch(ref::startsWith)) {
            for (var purpose : List.of(Purpose.RX_REFILL, Purpose.LAB_READY)) {
                cancellations.about(job.organizationId(), ref, purpose, "seen");
            }
        }
    }

    /** Whether an accepted message that must be read soon may need another channel as well: never after an opt-out. */
    static Optional<Cause> secondTry(DeliveryReported report) {
        return switch (report.state()) {
            case ACCEPTED, SENT -> Optional.of(Cause.SILENCE);
            case BOUNCED, FAILED ->
                report.failureClass() == FailureClass.OPTOUT ? Optional.empty() : Optional.of(Cause.UNDELIVERED);
            case PROCESSING,
                    NOT_SENT,
                    UNKNOWN,
                    DELIVERED,
                    OPENED,
                    CLICKED,
                    EXPIRED,
                    EXHAUSTED,
                    COMPLAINED,
                    UNSUBSCRIBED -> Optional.empty();
        };
    }

    private static boolean isOptOut(DeliveryReported report) {
        return report.state() == DeliveryState.COMPLAINED
                || report.state() == DeliveryState.UNSUBSCRIBED
                || report.failureClass() == FailureClass.OPTOUT;
    }

    private Duration pause(Cause cause) {
        return cause == Cause.SILENCE ? properties.urgentPatience() : Duration.ZERO;
    }

    static Optional<Cause> cause(DeliveryReported report, Duration lateness) {
        return switch (report.state()) {
            case EXHAUSTED -> Optional.of(Cause.FALLBACK);
            case NOT_SENT -> notSent(report, lateness);
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

    private static Optional<Cause> notSent(DeliveryReported report, Duration lateness) {
        var failure = report.failureClass();
        if (failure == null) {
            return Optional.of(Cause.FALLBACK);
        }
        return switch (failure) {
            case PERM_ADDR, PERM_MSG, CONFIG, WINDOW -> Optional.of(Cause.FALLBACK);
            case PARKED -> parked(report, lateness);
            case REFUSED -> refused(report);
            case RETRY, THROTTLE, OPTOUT -> Optional.empty();
        };
    }

    /** What waits long for room may find a better time, or is of no use by then. */
    private static Optional<Cause> parked(DeliveryReported report, Duration lateness) {
        if (PATIENCE.equals(report.failureCode())) {
            return Optional.of(Cause.PATIENCE);
        }
        var pause = report.retryAfterMillis();
        return NO_ROOM.equals(report.failureCode())
                        && pause != null
                        && Duration.ofMillis(pause).compareTo(lateness) > 0
                ? Optional.of(Cause.CROWDED)
                : Optional.empty();
    }

    private static Optional<Cause> refused(DeliveryReported report) {
        if (ADDRESS_CHANGED.equals(report.failureCode())) {
            return Optional.of(Cause.ADDRESS);
        }
        return SUPPRESSED.equals(report.failureCode()) ? Optional.of(Cause.FALLBACK) : Optional.empty();
    }

    /** A report that has moved its job. */
    record Followed(DeliveryReported report, UUID job, Done done) {}
}
