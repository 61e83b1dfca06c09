package com.ovhi.outreach.scheduler.dispatch;

import com.ovhi.outreach.scheduler.pace.Paces;
import com.ovhi.outreach.scheduler.queue.DueJob;
import com.ovhi.outreach.scheduler.queue.DueQueue;
import com.ovhi.outreach.scheduler.queue.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Chooses what leaves next. While everything that is due fits into one batch, it leaves in due order; behind a backlog
 * every organisation has a share of each batch by its weight, so that none waits for another's thousands. Runs in the
 * caller's transaction. Thread-safe.
 */
@Component
class FairClaims {

    /** How long it is remembered who waits, and who of them had nothing due. */
    private static final Duration KEPT = Duration.ofSeconds(1);

    private static final int ROUNDS = 3;
    private static final int MOST = 200;
    private static final long BEFORE_ALL = -1;

    private final Map<Route, Seen> seen = new ConcurrentHashMap<>();
    private final Map<Route, Map<Long, Long>> idle = new ConcurrentHashMap<>();
    private final DueQueue queue;
    private final Paces paces;

    FairClaims(DueQueue queue, Paces paces) {
        this.queue = queue;
        this.paces = paces;
    }

    List<DueJob> claim(Route route, Instant now, int limit) {
        var oldest = queue.claim(route, now, limit);
        if (oldest.size() < limit) {
            return oldest;
        }
        var organizations = organizations(route, oldest);
        return organizations.size() < 2 ? oldest : shared(route, now, oldest, organizations);
    }

    /** Those that may have something due. Who waits is looked up once a second; many take turns to be among them. */
    private List<Long> organizations(Route route, List<DueJob> oldest) {
        var known = seen.get(route);
        if (known == null || System.nanoTime() - known.at() > KEPT.toNanos()) {
            var after = known == null || known.organizations().size() < MOST
                    ? BEFORE_ALL
                    : known.organizations().getLast();
            known = new Seen(find(route, after), System.nanoTime());
            seen.put(route, known);
        }
        var nothingDue = idle.computeIfAbsent(route, _ -> new ConcurrentHashMap<>());
        nothingDue.values().removeIf(until -> System.nanoTime() - until >= 0);
        var organizations = new LinkedHashSet<>(known.organizations());
        organizations.removeAll(nothingDue.keySet());
        oldest.forEach(job -> organizations.add(job.organizationId()));
        return new ArrayList<>(organizations);
    }

    private List<Long> find(Route route, long after) {
        return Stream.iterate(
                        queue.nextOrganization(route, after),
                        Optional::isPresent,
                        last -> last.flatMap(id -> queue.nextOrganization(route, id)))
                .limit(MOST)
                .map(Optional::orElseThrow)
                .toList();
    }

    /** In rounds, since what some have no use for is shared by those that want more. */
    private List<DueJob> shared(Route route, Instant now, List<DueJob> oldest, List<Long> organizations) {
        // More organisations than places: chance decides who comes now.
        Collections.shuffle(organizations);
        var limit = oldest.size();
        var chosen = new Chosen(limit);
        var open = organizations;
        for (var round = 0; round < ROUNDS && !open.isEmpty() && chosen.room() > 0; round++) {
            open = round(route, now, oldest, open, chosen);
        }
        oldest.forEach(chosen::add);
        return chosen.jobs();
    }

    /** Gives each its share of what is left; returns those that may want more. */
    private List<Long> round(Route route, Instant now, List<DueJob> oldest, List<Long> organizations, Chosen chosen) {
        var left = chosen.room();
        var weights = organizations.stream().mapToDouble(paces::weight).sum();
        var more = new ArrayList<Long>();
        for (var organization : organizations) {
            var share = Math.min(chosen.room(), (int) Math.max(1, left * paces.weight(organization) / weights));
            if (share == 0) {
                return List.of();
            }
            var wanted = chosen.of(organization) + share;
            var found = due(route, now, oldest, organization, wanted);
            found.forEach(chosen::add);
            if (found.size() == wanted) {
                more.add(organization);
            } else if (found.isEmpty()) {
                idle.computeIfAbsent(route, _ -> new ConcurrentHashMap<>())
                        .put(organization, System.nanoTime() + KEPT.toNanos());
            }
        }
        return more;
    }

    private List<DueJob> due(Route route, Instant now, List<DueJob> oldest, long organization, int wanted) {
        var found = oldest.stream()
                .filter(job -> job.organizationId() == organization)
                .limit(wanted)
                .toList();
        return found.size() == wanted ? found : queue.claim(route, organization, now, wanted);
    }

    private record Seen(List<Long> organizations, long at) {}

    /** What leaves: as many jobs as there is room for, each once. */
    private static final class Chosen {

        private final Map<UUID, DueJob> jobs = new LinkedHashMap<>();
        private final Map<Long, Integer> counts = new HashMap<>();
        private final int limit;

        Chosen(int limit) {
            this.limit = limit;
        }

        void add(DueJob job) {
            if (room() > 0 && jobs.putIfAbsent(job.jobId(), job) == null) {
                counts.merge(job.organizationId(), 1, Integer::sum);
            }
        }

        int room() {
            return limit - jobs.size();
        }

        int of(long organization) {
            return counts.getOrDefault(organization, 0);
        }

        List<DueJob> jobs() {
            return List.copyOf(jobs.values());
        }
    }
}
