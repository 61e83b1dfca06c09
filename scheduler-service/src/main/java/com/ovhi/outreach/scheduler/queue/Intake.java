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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
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

    private final DueQueue queue;
    private final Endings endings;
    private final SendWindows windows;
    private final Outbox outbox;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final MeterRegistry meters;

    Intake(
            DueQueue queue,
            Endings endings,
            SendWindows windows,
            Outbox outbox,
            JdbcClient jdbc,
            Clock clock,
            MeterRegistry meters) {
        this.queue = queue;
        this.endings = endings;
        this.windows = windows;
        this.outbox = outbox;
        this.jdbc = jdbc;
        this.clock = clock;
        this.meters = meters;
    }

    void due(ContactDue contact) {
        var flaw = flaw(contact);
        if (flaw.isPresent()) {
            refuse(contact, flaw.get());
            return;
        }
        if (archived(contact)) {
            count("due", "ended-before");
            return;
        }
        queue.add(contact);
        if (withdrawnBefore(contact)) {
            queue.lock(contact.jobId())
                    .filter(job -> job.state() == QueueState.WAITING)
                    .ifPresent(this::withdraw);
        }
        count("due", "queued");
    }

    void withdrawn(ContactWithdrawn withdrawal) {
        var job = queue.lock(withdrawal.jobId());
        job.ifPresentOrElse(this::withdraw, () -> remember(withdrawal));
    }

    private void withdraw(DueJob job) {
        switch (job.state()) {
            case WAITING -> {
                queue.cancelLater(job);
                endings.cancel(job);
                count("withdrawn", "in-time");
            }
            case DISPATCHED -> {
                queue.cancelLater(job);
                count("withdrawn", "on-its-way");
            }
            case ENDED -> count("withdrawn", "ended-before");
        }
    }

    private void remember(ContactWithdrawn withdrawal) {
        jdbc.sql("""
                        INSERT INTO withdrawn_jobs (job_id, organization_id, reason, withdrawn_at) VALUES (?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE job_id = VALUES(job_id)""")
                .params(
                        withdrawal.jobId().toString(),
                        withdrawal.organizationId(),
                        Codes.of(withdrawal.reason()),
                        DueQueue.time(clock.instant()))
                .update();
        count("withdrawn", "before-due");
    }

    private boolean withdrawnBefore(ContactDue contact) {
        return jdbc.sql("SELECT 1 FROM withdrawn_jobs WHERE job_id = ?")
                .param(contact.jobId().toString())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    private boolean archived(ContactDue contact) {
        return jdbc.sql("SELECT 1 FROM due_archive WHERE job_id = ?")
                .param(contact.jobId().toString())
                .query(Integer.class)
                .optional()
                .isPresent();
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
        count("due", "refused");
    }

    private void count(String event, String outcome) {
        AfterCommit.run(() -> meters.counter("outreach.scheduler.intake", "event", event, "outcome", outcome)
                .increment());
    }
}
