package com.ovhi.outreach.scheduler.pace;

import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.scheduler.queue.DueJob;
import com.ovhi.outreach.scheduler.queue.Route;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Paces what can wait, together with all other instances: the next free turn of a scope stands in its row of table
 * {@code paces}. Jobs of an organisation or a campaign are given their turns once and wait for them; what a channel may
 * do is counted when jobs leave, because organisations share it. Scopes without a pace cost nothing. Thread-safe.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Paces {

    /** Turns this near are now: a pace is an average over a second, real time. */
    private static final Duration BURST = Duration.ofSeconds(1);

    /** Of an account; the difference is what campaigns leave to what is about one patient. */
    private static final Duration PRIORITY_BURST = Duration.ofMillis(1_500);

    private final PaceSettings settings;
    private final JdbcClient jdbc;
    private final Pace pace;

    Paces(PaceSettings settings, JdbcClient jdbc, Pace pace) {
        this.settings = settings;
        this.jdbc = jdbc;
        this.pace = pace;
    }

    /** The share of an organisation, 1 unless somebody said otherwise. */
    @Transactional(propagation = Propagation.SUPPORTS)
    public int weight(long organizationId) {
        return settings.weight(Scope.organization(organizationId));
    }

    /**
     * How many of {@code wanted} jobs of a route may leave now; holds others back until the transaction ends. Campaigns come
     * behind what is about one patient, and what is urgent waits for no account of ours.
     */
    public int allowance(Route route, int wanted, Instant now) {
        var turn = route.lane() == Lane.URGENT ? null : turn(Scope.channel(route.channel()), now);
        if (turn == null) {
            return wanted;
        }
        var burst = route.lane() == Lane.BULK ? BURST : PRIORITY_BURST;
        var free = Duration.between(turn.next(), now.plus(pace.ofReal(burst)));
        var allowed = (long) (free.toNanos() / (double) turn.interval().toNanos());
        // With more than a second between them, too, the next one may leave when its turn has come.
        return Math.clamp(Math.max(allowed, turn.next().isAfter(now) ? 0 : 1), 0, wanted);
    }

    /** Counts what left. */
    public void spend(Route route, int jobs, Instant now) {
        var channel = route.channel();
        var turn = jobs == 0 || route.lane() == Lane.URGENT ? null : turn(Scope.channel(channel), now);
        if (turn != null) {
            keep(Scope.channel(channel), turn.after(jobs));
        }
    }

    /** The turns of the jobs that must wait for one; those that are missing may leave. */
    public Map<UUID, Instant> turns(List<DueJob> jobs, Instant now) {
        var scopes = scopes(jobs);
        var latest = new HashMap<UUID, Instant>();
        scopes.forEach((scope, members) -> {
            var turn = turn(scope, now);
            if (turn != null) {
                for (var i = 0; i < members.size(); i++) {
                    latest.merge(members.get(i).jobId(), turn.after(i), (a, b) -> a.isAfter(b) ? a : b);
                }
                keep(scope, turn.after(members.size()));
            }
        });
        var soon = now.plus(pace.ofReal(BURST));
        latest.values().removeIf(turn -> turn.isBefore(soon));
        return latest;
    }

    /** In the order of their names, so that two instances never lock each other out. */
    private Map<String, List<DueJob>> scopes(List<DueJob> jobs) {
        var scopes = new TreeMap<String, List<DueJob>>();
        for (var job : jobs) {
            if (!job.paced()) {
                scopes(job)
                        .filter(scope -> settings.perSecond(scope) != null)
                        .forEach(scope -> scopes.computeIfAbsent(scope, _ -> new ArrayList<>())
                                .add(job));
            }
        }
        return new LinkedHashMap<>(scopes);
    }

    private static Stream<String> scopes(DueJob job) {
        if (job.lane() != Lane.BULK) {
            return Stream.of(Scope.routine(job.organizationId()));
        }
        var organization = Scope.organization(job.organizationId());
        var campaign = job.campaignId();
        return campaign == null
                ? Stream.of(organization)
                : Stream.of(organization, Scope.campaign(job.organizationId(), campaign));
    }

    private @Nullable Turn turn(String scope, Instant now) {
        var perSecond = settings.perSecond(scope);
        if (perSecond == null) {
            return null;
        }
        var free = jdbc.sql("SELECT free_at FROM paces WHERE scope = ? FOR UPDATE")
                .param(scope)
                .query((row, _) -> {
                    var at = row.getTimestamp("free_at");
                    return at == null ? now : at.toInstant();
                })
                .optional()
                .orElse(now);
        var interval = pace.ofReal(Duration.ofNanos((long) (1_000_000_000 / perSecond)));
        return new Turn(free.isAfter(now) ? free : now, interval);
    }

    private void keep(String scope, Instant freeAt) {
        jdbc.sql("UPDATE paces SET free_at = ? WHERE scope = ?")
                .params(Timestamp.from(freeAt.truncatedTo(ChronoUnit.MICROS)), scope)
                .update();
    }

    private record Turn(Instant next, Duration interval) {

        Instant after(int turns) {
            return next.plus(interval.multipliedBy(turns));
        }
    }
}
