package com.ovhi.outreach.scheduler.dispatch;

import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.scheduler.queue.DueJob;
import com.ovhi.outreach.scheduler.queue.DueQueue;
import com.ovhi.outreach.scheduler.queue.JobHours;
import com.ovhi.outreach.scheduler.queue.Route;
import com.ovhi.outreach.scheduler.window.SendHours;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives an order again that nobody has answered, because it or its report was lost. It is the same attempt: a worker
 * that has carried it out says so again, and one that has not does it now or says why not. So nothing is sent twice, and
 * no job waits for ever. Any number of instances may do so at once.
 */
@Component
class Reordering {

    private static final Logger log = LoggerFactory.getLogger(Reordering.class);

    /** Too late for a worker, however far its clock is behind; databases keep it. */
    private static final Instant LONG_AGO = Instant.EPOCH.plus(Duration.ofDays(1));

    private final DueQueue queue;
    private final JobHours jobHours;
    private final Outbox outbox;
    private final ReorderProperties properties;
    private final TransactionOperations transactions;
    private final Clock clock;
    private final Pace pace;
    private final MeterRegistry meters;

    Reordering(
            DueQueue queue,
            JobHours jobHours,
            Outbox outbox,
            ReorderProperties properties,
            PlatformTransactionManager transactions,
            Clock clock,
            Pace pace,
            MeterRegistry meters) {
        this.queue = queue;
        this.jobHours = jobHours;
        this.outbox = outbox;
        this.properties = properties;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
        this.pace = pace;
        this.meters = meters;
    }

    @Scheduled(
            fixedDelayString = "${outreach.scheduler.reorder.every:PT30S}",
            initialDelayString = "${outreach.scheduler.reorder.every:PT30S}")
    void work() {
        Route.all().forEach(this::work);
    }

    private void work(Route route) {
        while (Boolean.TRUE.equals(transactions.execute(_ -> some(route) == properties.batch()))) {
            // Each turn is a transaction of its own.
        }
    }

    private int some(Route route) {
        var now = clock.instant();
        var jobs = queue.unanswered(route, now, pace.ofReal(properties.patience()), properties.batch());
        if (!jobs.isEmpty()) {
            order(jobs, now);
            meters.counter("outreach.scheduler.reordered").increment(jobs.size());
            log.atWarn().addKeyValue("jobs", jobs.size()).log("Orders that nobody has answered are given again");
        }
        return jobs.size();
    }

    private void order(List<DueJob> jobs, Instant now) {
        var hours = jobHours.of(jobs);
        jobs.stream()
                .collect(Collectors.groupingBy(
                        Order::topic,
                        Collectors.mapping(job -> order(job, hours.get(job.jobId()), now), Collectors.toList())))
                .forEach(outbox::publishAll);
        queue.reordered(jobs);
    }

    private static Keyed order(DueJob job, @Nullable SendHours hours, Instant now) {
        return Order.of(job, deadline(job, hours, now), hours == null ? null : hours.preferenceVersion());
    }

    /** Long ago when the job may not leave any more or its hours cannot be judged. */
    private static Instant deadline(DueJob job, @Nullable SendHours hours, Instant now) {
        if (job.cancelled() || hours == null || !hours.allow(now)) {
            return LONG_AGO;
        }
        var end = hours.windowEnd(now).orElse(job.expiresAt());
        return end.isBefore(job.expiresAt()) ? end : job.expiresAt();
    }
}
