package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.messaging.PoisonRecord;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.scheduler.window.InvalidWindow;
import com.ovhi.outreach.scheduler.window.SendWindows;
import com.ovhi.outreach.scheduler.window.SendWindows.Sender;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes jobs into the queue and out of it again. A withdrawal counts whether it comes before the job or after. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Intake {

    /** The last day a TIMESTAMP can hold. */
    private static final Instant LATEST = Instant.parse("2038-01-18T00:00:00Z");

    private final DueQueue queue;
    private final Endings endings;
    private final SendWindows windows;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final MeterRegistry meters;

    Intake(DueQueue queue, Endings endings, SendWindows windows, JdbcClient jdbc, Clock clock, MeterRegistry meters) {
        this.queue = queue;
        this.endings = endings;
        this.windows = windows;
        this.jdbc = jdbc;
        this.clock = clock;
        this.meters = meters;
    }

    void due(ContactDue contact) {
        check(contact);
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

    private void check(ContactDue contact) {
        try {
            windows.hours(contact.window(), Sender.ANY);
        } catch (InvalidWindow e) {
            throw new PoisonRecord(e.flaw().code());
        }
        if (contact.dueAt().isAfter(LATEST) || contact.expiresAt().isAfter(LATEST)) {
            throw new PoisonRecord("too-far-ahead");
        }
    }

    private void count(String event, String outcome) {
        AfterCommit.run(() -> meters.counter("outreach.scheduler.intake", "event", event, "outcome", outcome)
                .increment());
    }
}
