package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.analytics.organization.OrganizationZones;
import com.ovhi.outreach.common.time.Rest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Dates the facts of an organisation again when its zone changed, or became known after facts had come, so that its counts do
 * not depend on which was told first; and counts again what is due, as after a roll-out during which the version before counted
 * beside this one. What comes is counted in the new zone at once; older facts follow in small transactions, after each of which
 * counts and ledger agree.
 */
@Component
class Redating {

    private static final Logger log = LoggerFactory.getLogger(Redating.class);

    private static final Duration REST = Duration.ofMinutes(1);
    private static final int CHUNK = 500;
    /** Then it is the next organisation's turn. */
    private static final int CHUNKS = 20;

    private final JdbcClient jdbc;
    private final OrganizationZones zones;
    private final Counting counting;
    private final Recounts recounts;
    private final MeterRegistry meters;
    private final Clock clock;
    private final TransactionOperations transactions;
    private final Map<Long, Rest> rests = new ConcurrentHashMap<>();

    Redating(
            JdbcClient jdbc,
            OrganizationZones zones,
            Counting counting,
            Recounts recounts,
            MeterRegistry meters,
            Clock clock,
            TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.zones = zones;
        this.counting = counting;
        this.recounts = recounts;
        this.meters = meters;
        this.clock = clock;
        this.transactions = transactions;
    }

    @Scheduled(fixedDelayString = "${outreach.analytics.redate-every:PT2S}")
    void run() {
        of(zones::moved).forEach(id -> attempt(id, this::date));
        of(zones::due).forEach(id -> attempt(id, this::recount));
    }

    private <T> T of(Supplier<T> read) {
        return Objects.requireNonNull(transactions.execute(_ -> read.get()));
    }

    /** One that fails rests, and keeps nobody else waiting. */
    private void attempt(long organizationId, LongConsumer work) {
        if (rests.computeIfAbsent(organizationId, _ -> new Rest()).resting()) {
            return;
        }
        try {
            work.accept(organizationId);
            rests.remove(organizationId);
        } catch (RuntimeException e) {
            rests.computeIfAbsent(organizationId, _ -> new Rest()).rest(REST);
            meters.counter("outreach.analytics.redating.failed").increment();
            log.atError()
                    .addKeyValue("organization_id", organizationId)
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("Facts not dated or counted again");
        }
    }

    private void date(long organizationId) {
        transactions.executeWithoutResult(_ -> zones.settle(organizationId));
        for (var i = 0; i < CHUNKS; i++) {
            var dated = of(() -> zones.dated(organizationId));
            if (dated.isEmpty()) {
                return;
            }
            var jobs = of(() -> next(organizationId, dated.get().to()));
            if (!jobs.isEmpty()) {
                counting.date(jobs);
            }
            // On its own: a transaction that has counted must not ask for the organisation's row as well.
            var last = jobs.size() < CHUNK ? null : jobs.getLast().toString();
            transactions.executeWithoutResult(_ -> zones.dated(organizationId, dated.get(), last));
        }
    }

    private List<UUID> next(long organizationId, String after) {
        return jdbc.sql("SELECT job_id FROM stat_jobs WHERE organization_id = ? AND job_id > ? ORDER BY job_id LIMIT "
                        + CHUNK)
                .params(organizationId, after)
                .query((row, _) -> UUID.fromString(row.getString(1)))
                .list();
    }

    private void recount(long organizationId) {
        var now = clock.instant();
        recounts.recount(organizationId);
        transactions.executeWithoutResult(_ -> zones.recounted(organizationId, now));
        log.atInfo().addKeyValue("organization_id", organizationId).log("An organisation was counted again");
    }
}
