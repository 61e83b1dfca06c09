package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.scheduler.window.InvalidWindow;
import com.ovhi.outreach.scheduler.window.SendWindows;
import com.ovhi.outreach.scheduler.window.SendWindows.Sender;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes jobs into the queue and out of it again. A withdrawal counts whether it comes before the job or after. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Intake {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    /** The first and the last day a TIMESTAMP can hold. */
    private static final Instant EARLIEST = Instant.parse("1970-01-02T00:00:00Z");

    private static final Instant LATEST = Instant.parse("2038-01-18T00:00:00Z");

    private final Arrivals arrivals;
    private final DueQueue queue;
    private final Endings endings;
    private final SendWindows windows;
    private final Outbox outbox;
    private final Clock clock;
    private final MeterRegistry meters;

    Intake(
            Arrivals arrivals,
            DueQueue queue,
            Endings endings,
            SendWindows windows,
            Outbox outbox,
            Clock clock,
            MeterRegistry meters) {
        this.arrivals = arrivals;
        this.queue = queue;
        this.endings = endings;
        this.windows = windows;
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
    }

    /** Takes jobs that arrived together; those that are there already, or were once, change nothing. */
    void due(List<ContactDue> contacts) {
        var flawless = new ArrayList<ContactDue>(contacts.size());
        for (var contact : contacts) {
            flaw(contact).ifPresentOrElse(flaw -> refuse(contact, flaw), () -> flawless.add(contact));
        }
        var archived = arrivals.archived(jobs(flawless));
        var known = new HashSet<>(arrivals.queued(jobs(flawless)));
        known.addAll(archived);
        var fresh = flawless.stream().filter(each -> known.add(each.jobId())).toList();
        arrivals.add(fresh);
        arrivals.withdrawn(jobs(fresh))
                .forEach(job -> queue.lock(job)
                        .filter(each -> each.state() == QueueState.WAITING)
                        .ifPresent(this::withdraw));
        count("due", "ended-before", archived.size());
        count("due", "repeated", flawless.size() - archived.size() - fresh.size());
        count("due", "queued", fresh.size());
    }

    private static List<UUID> jobs(List<ContactDue> contacts) {
        return contacts.stream().map(ContactDue::jobId).toList();
    }

    void withdrawn(ContactWithdrawn withdrawal) {
        var job = queue.lock(withdrawal.jobId());
        job.ifPresentOrElse(this::withdraw, () -> {
            arrivals.remember(withdrawal);
            count("withdrawn", "before-due", 1);
        });
    }

    private void withdraw(DueJob job) {
        switch (job.state()) {
            case WAITING -> {
                queue.cancelLater(job);
                endings.cancel(job);
                count("withdrawn", "in-time", 1);
            }
            case DISPATCHED -> {
                queue.cancelLater(job);
                count("withdrawn", "on-its-way", 1);
            }
            case ENDED -> count("withdrawn", "ended-before", 1);
        }
    }

    /** Why a job can never leave, if so. */
    private Optional<String> flaw(ContactDue contact) {
        try {
            windows.hours(contact.window(), Sender.ANY);
        } catch (InvalidWindow e) {
            return Optional.of(e.flaw().code());
        }
        return storable(contact.dueAt()) && storable(contact.expiresAt())
                ? Optional.empty()
                : Optional.of("time-out-of-range");
    }

    private static boolean storable(Instant time) {
        return time.isAfter(EARLIEST) && !time.isAfter(LATEST);
    }

    /** Whoever made the job is told, or it would wait for ever. */
    private void refuse(ContactDue contact, String flaw) {
        var report = new DeliveryReported(
                contact.jobId(),
                contact.organizationId(),
                contact.patientId(),
                contact.channel(),
                1,
                DeliveryState.EXHAUSTED,
                null,
                FailureClass.CONFIG,
                Codes.of(flaw),
                null,
                false,
                clock.instant());
        outbox.publish(Topics.DELIVERY, contact.jobId().toString(), report);
        log.atError()
                .addKeyValue("job_id", contact.jobId())
                .addKeyValue("code", flaw)
                .log("A job that can never leave is given back");
        count("due", "refused", 1);
    }

    private void count(String event, String outcome, int jobs) {
        if (jobs > 0) {
            AfterCommit.run(() -> meters.counter("outreach.scheduler.intake", "event", event, "outcome", outcome)
                    .increment(jobs));
        }
    }
}
