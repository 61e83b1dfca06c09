package com.ovhi.outreach.scheduler.retry;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.scheduler.queue.DueJob;
import com.ovhi.outreach.scheduler.queue.DueQueue;
import com.ovhi.outreach.scheduler.queue.Endings;
import com.ovhi.outreach.scheduler.queue.JobHours;
import com.ovhi.outreach.scheduler.queue.QueueState;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Applies delivery reports to the queue. A definite failure of the running attempt brings the job back; any sign that
 * the provider has the message, of whichever attempt, ends it for good. Reports may come twice and out of order: one that
 * has had its effect finds the job ended or at a later attempt.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class DeliveryFeedback {

    /** The code with which workers turn an order back because a provider's circuit is open. */
    static final String CIRCUIT_OPEN = "circuit-open";

    /** The code of the report that this has lasted too long. */
    static final String CIRCUIT_PATIENCE = "circuit-patience";

    private final DueQueue queue;
    private final Endings endings;
    private final JobHours jobHours;
    private final RetryLadder ladder;
    private final Clock clock;
    private final Pace pace;
    private final MeterRegistry meters;

    DeliveryFeedback(
            DueQueue queue,
            Endings endings,
            JobHours jobHours,
            RetryLadder ladder,
            Clock clock,
            Pace pace,
            MeterRegistry meters) {
        this.queue = queue;
        this.endings = endings;
        this.jobHours = jobHours;
        this.ladder = ladder;
        this.clock = clock;
        this.pace = pace;
        this.meters = meters;
    }

    /** Whether a report can change anything in the queue; what the scheduler itself reported cannot. */
    static boolean matters(DeliveryReported report) {
        return report.jobId() != null
                && !report.ofAnswer()
                && switch (report.state()) {
                    case ACCEPTED,
                            SENT,
                            DELIVERED,
                            OPENED,
                            CLICKED,
                            BOUNCED,
                            FAILED,
                            COMPLAINED,
                            UNSUBSCRIBED,
                            NOT_SENT,
                            UNKNOWN -> true;
                    case PROCESSING, EXPIRED, EXHAUSTED -> false;
                };
    }

    /** Applies reports; of several on one job, each sees what the one before has done. */
    void reported(List<DeliveryReported> reports) {
        var left = reports.stream().filter(DeliveryFeedback::matters).toList();
        while (!left.isEmpty()) {
            var first = new LinkedHashMap<UUID, DeliveryReported>();
            var later = new ArrayList<DeliveryReported>();
            for (var report : left) {
                if (first.putIfAbsent(Objects.requireNonNull(report.jobId()), report) != null) {
                    later.add(report);
                }
            }
            applyAll(first);
            left = later;
        }
    }

    private void applyAll(Map<UUID, DeliveryReported> reports) {
        var jobs = queue.lockUnended(reports.keySet());
        var settled = new LinkedHashMap<DueJob, String>();
        reports.forEach((id, report) -> {
            var job = jobs.get(id);
            if (job != null) {
                count(report, apply(job, report, settled));
            }
        });
        endings.settle(settled);
        jobs.values().stream()
                .collect(Collectors.groupingBy(DueJob::route, Collectors.counting()))
                .forEach(queue::reportedAfterCommit);
    }

    /** @param settled is given those that end because of it */
    private String apply(DueJob job, DeliveryReported report, Map<DueJob, String> settled) {
        return switch (report.state()) {
            case ACCEPTED, SENT, DELIVERED, OPENED, CLICKED, BOUNCED, FAILED, COMPLAINED, UNSUBSCRIBED -> {
                settled.put(job, report.state().code());
                yield "settled";
            }
            case NOT_SENT -> running(job, report) ? notSent(job, report, settled) : "stale";
            case UNKNOWN -> {
                if (running(job, report)) {
                    queue.underReview(job);
                }
                yield "under-review";
            }
            case PROCESSING, EXPIRED, EXHAUSTED -> "ignored";
        };
    }

    private static boolean running(DueJob job, DeliveryReported report) {
        var attempt = report.attempt();
        return job.state() == QueueState.DISPATCHED && attempt != null && attempt == job.attempt();
    }

    private String notSent(DueJob job, DeliveryReported report, Map<DueJob, String> settled) {
        if (job.cancelled()) {
            endings.cancel(job);
            return "cancelled";
        }
        var failure = report.failureClass();
        return switch (failure == null ? FailureClass.RETRY : failure) {
            case RETRY -> retry(job, report);
            // The provider did not look at it: it waits for its turn, however long others take theirs.
            case THROTTLE, PARKED -> park(job, report);
            case PERM_ADDR, PERM_MSG, CONFIG, OPTOUT, WINDOW, REFUSED -> {
                settled.put(job, code(report));
                yield "settled";
            }
        };
    }

    private String retry(DueJob job, DeliveryReported report) {
        var retry = job.retries() + 1;
        var pause = ladder.pause(retry, report.retryAfterMillis());
        if (pause.isPresent()) {
            return again(job, pause.get(), retry, report);
        }
        endings.exhaust(job, report.failureClass(), code(report));
        return "exhausted";
    }

    private String again(DueJob job, Duration pause, int retries, DeliveryReported report) {
        return waitAgain(job, clock.instant().plus(pace.ofReal(pause)), "retried", next -> {
            var failedAt = job.failedAt();
            queue.again(job, next, retries, failedAt == null ? clock.instant() : failedAt, code(report));
        });
    }

    private String park(DueJob job, DeliveryReported report) {
        var now = clock.instant();
        var since =
                CIRCUIT_OPEN.equals(report.failureCode()) ? Objects.requireNonNullElse(job.parkedSince(), now) : null;
        var outcome = waitAgain(
                job, comeback(job, report, now), "parked", next -> queue.park(job, next, since, code(report)));
        if (outcome.equals("parked") && since != null) {
            losePatience(job, since, now);
        }
        return outcome;
    }

    /** Tells the suite once that a circuit stays open; the job waits on, whatever becomes of that. */
    private void losePatience(DueJob job, Instant since, Instant now) {
        if (!job.patienceOver()
                && !since.plus(pace.ofReal(ladder.circuitPatience())).isAfter(now)) {
            queue.patienceOver(job);
            endings.stuck(job, CIRCUIT_PATIENCE);
        }
    }

    /** When a worker wants to see the job again, which must not be the end of it: there is a last try just in time. */
    private Instant comeback(DueJob job, DeliveryReported report, Instant now) {
        var wanted = now.plus(pace.ofReal(ladder.parking(report.retryAfterMillis())));
        var last = job.expiresAt().minus(pace.ofReal(ladder.lastTry()));
        return wanted.isAfter(last) && last.isAfter(now) ? last : wanted;
    }

    private String waitAgain(DueJob job, Instant dueAt, String outcome, Consumer<Instant> wait) {
        // What cannot be judged is put up for review by the dispatcher.
        var next = jobHours.of(job)
                .map(hours -> hours.nextOpen(dueAt, job.expiresAt()))
                .orElseGet(() -> Optional.of(clock.instant()));
        if (next.isEmpty()) {
            endings.expire(job, dueAt.isBefore(job.expiresAt()) ? "no-window" : "expired");
            return "expired";
        }
        wait.accept(next.get());
        return outcome;
    }

    private static String code(DeliveryReported report) {
        var code = report.failureCode();
        var failure = report.failureClass();
        if (code != null) {
            return code;
        }
        return failure == null ? "not_sent" : failure.code();
    }

    private void count(DeliveryReported report, String outcome) {
        AfterCommit.run(() -> meters.counter(
                        "outreach.scheduler.feedback", "state", report.state().code(), "outcome", outcome)
                .increment());
    }
}
