package com.ovhi.outreach.scheduler.replan;

import com.ovhi.outreach.scheduler.plan.ClosedPolicy;
import com.ovhi.outreach.scheduler.queue.DueJob;
import com.ovhi.outreach.scheduler.queue.JobHours;
import com.ovhi.outreach.scheduler.queue.QueueState;
import com.ovhi.outreach.scheduler.queue.WaitingJobs;
import com.ovhi.outreach.scheduler.window.OrganizationHours;
import com.ovhi.outreach.scheduler.window.SendHours;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Moves waiting jobs whose time is not allowed any more: to the next opening, else, if their purpose allows that, to the
 * last one before. What finds no place stays where it is and expires, with a report, when its time comes. Thread-safe.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Replans {

    private static final int BATCH = 500;
    private static final Duration LEAD = Duration.ofMinutes(30);

    /** The orchestrator hears of what moves earlier before it leaves, or would think that it can still be called off. */
    private static final Duration NOTICE = Duration.ofMinutes(2);

    private final WaitingJobs queue;
    private final JobHours jobHours;
    private final OrganizationHours.Source organizations;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final MeterRegistry meters;

    Replans(
            WaitingJobs queue,
            JobHours jobHours,
            OrganizationHours.Source organizations,
            JdbcClient jdbc,
            Clock clock,
            MeterRegistry meters) {
        this.queue = queue;
        this.jobHours = jobHours;
        this.organizations = organizations;
        this.jdbc = jdbc;
        this.clock = clock;
        this.meters = meters;
    }

    /** Has the waiting jobs of an organisation, or of all, looked at soon. */
    public void request(@Nullable Long organizationId, String cause) {
        jdbc.sql("INSERT INTO replans (organization_id, cause) VALUES (?, ?)")
                .param(organizationId)
                .param(cause)
                .update();
    }

    /** Looks at the waiting jobs of one patient now. */
    void patient(long patientId) {
        replan(queue.of(patientId), "preference");
    }

    /** Looks at some more jobs of the oldest request that no other instance is at; whether there was one. */
    boolean some() {
        var open = jdbc.sql("SELECT id, organization_id, cause, last_job FROM replans WHERE finished_at IS NULL"
                        + " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED")
                .query((row, _) -> new Request(
                        row.getLong("id"),
                        row.getObject("organization_id", Long.class),
                        row.getString("cause"),
                        row.getString("last_job")))
                .optional();
        open.ifPresent(this::work);
        return open.isPresent();
    }

    /** The hours that changed may have changed on another instance, and must not be judged by what this one knew. */
    private void work(Request request) {
        organizations.forget(request.organizationId());
        var jobs = queue.after(request.lastJob(), request.organizationId(), BATCH);
        var moved = replan(jobs, request.cause());
        var last = jobs.isEmpty() ? request.lastJob() : jobs.getLast().jobId().toString();
        jdbc.sql("UPDATE replans SET last_job = ?, moved = moved + ?, finished_at = IF(?, CURRENT_TIMESTAMP(6), NULL)"
                        + " WHERE id = ?")
                .params(last, moved, jobs.size() < BATCH, request.id())
                .update();
    }

    private int replan(List<DueJob> jobs, String cause) {
        var now = clock.instant();
        var waiting = jobs.stream()
                .filter(job -> job.state() == QueueState.WAITING && job.dueAt().isAfter(now))
                .toList();
        var hours = jobHours.of(waiting);
        var moved = 0;
        for (var job : waiting) {
            var place = Optional.ofNullable(hours.get(job.jobId())).flatMap(each -> place(job, each, now));
            if (place.isPresent() && queue.move(job, place.get(), "replanned")) {
                moved++;
            }
        }
        meters.counter("outreach.scheduler.replanned", "cause", cause).increment(moved);
        return moved;
    }

    /** Empty when the job is well placed, or cannot be. */
    private static Optional<Instant> place(DueJob job, SendHours hours, Instant now) {
        if (hours.allow(job.dueAt())) {
            return Optional.empty();
        }
        return hours.nextOpen(job.dueAt(), job.expiresAt()).or(() -> earlier(job, hours, now));
    }

    private static Optional<Instant> earlier(DueJob job, SendHours hours, Instant now) {
        if (!ClosedPolicy.allowsEarlier(job.purpose())) {
            return Optional.empty();
        }
        var noticed = hours.previousOpen(job.dueAt(), now.plus(NOTICE));
        return noticed.or(() -> hours.previousOpen(job.dueAt(), now)).map(open -> {
            var late = open.end().minus(LEAD);
            return late.isAfter(open.start()) ? late : open.start();
        });
    }

    private record Request(long id, @Nullable Long organizationId, String cause, String lastJob) {}
}
