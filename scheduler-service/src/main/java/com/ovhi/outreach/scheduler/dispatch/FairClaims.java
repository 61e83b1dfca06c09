package com.ovhi.outreach.scheduler.dispatch;

import com.ovhi.outreach.scheduler.pace.Paces;
import com.ovhi.outreach.scheduler.queue.DueJob;
import com.ovhi.outreach.scheduler.queue.DueQueue;
import com.ovhi.outreach.scheduler.queue.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Chooses what leaves next. While everything that is due fits into one batch, it leaves in due order; behind a backlog
 * every organisation has a share of each batch by its weight, so that none waits for another's thousands. Runs in the
 * caller's transaction. Thread-safe.
 */
@Component
class FairClaims {

    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final int MOST = 200;
    private static final long BEFORE_ALL = -1;

    private final Map<Route, Seen> seen = new ConcurrentHashMap<>();
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
        var organizations = organizations(route);
        return organizations.size() < 2 ? oldest : shared(route, now, oldest, organizations);
    }

    /** Those of which something waits, looked up once a second; many take turns to be among them. */
    private List<Long> organizations(Route route) {
        var known = seen.get(route);
        if (known == null || System.nanoTime() - known.at() > KEPT.toNanos()) {
            var after = known == null || known.organizations().size() < MOST
                    ? BEFORE_ALL
                    : known.organizations().getLast();
            known = new Seen(find(route, after), System.nanoTime());
            seen.put(route, known);
        }
        return new ArrayList<>(known.organizations());
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

    private List<DueJob> shared(Route route, Instant now, List<DueJob> oldest, List<Long> organizations) {
        var limit = oldest.size();
        // More organisations than places: chance decides who comes now.
        Collections.shuffle(organizations);
        var some = organizations.subList(0, Math.min(organizations.size(), limit));
        var weights = some.stream().mapToDouble(paces::weight).sum();
        var chosen = new ArrayList<DueJob>(limit);
        for (var organization : some) {
            var share = (int) Math.max(1, limit * paces.weight(organization) / weights);
            chosen.addAll(share(route, now, oldest, organization, Math.min(share, limit - chosen.size())));
        }
        fill(chosen, oldest, limit);
        return chosen;
    }

    private List<DueJob> share(Route route, Instant now, List<DueJob> oldest, long organization, int share) {
        if (share <= 0) {
            return List.of();
        }
        var found = oldest.stream()
                .filter(job -> job.organizationId() == organization)
                .limit(share)
                .toList();
        return found.size() == share ? found : queue.claim(route, organization, now, share);
    }

    /** What the others left goes to the oldest. */
    private static void fill(List<DueJob> chosen, List<DueJob> oldest, int limit) {
        var known = new HashSet<UUID>(limit * 2);
        chosen.forEach(job -> known.add(job.jobId()));
        oldest.stream()
                .filter(Predicate.not(job -> known.contains(job.jobId())))
                .limit(limit - chosen.size())
                .forEach(chosen::add);
    }

    private record Seen(List<Long> organizations, long at) {}
}
