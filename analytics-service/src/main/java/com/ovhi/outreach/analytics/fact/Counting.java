package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.analytics.fact.JobStore.Change;
import com.ovhi.outreach.analytics.fact.News.Signal;
import com.ovhi.outreach.analytics.fact.News.Told;
import com.ovhi.outreach.analytics.fact.News.Visited;
import com.ovhi.outreach.analytics.organization.OrganizationZones;
import com.ovhi.outreach.analytics.organization.OrganizationZones.Calendar;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.time.Pace;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes over what events tell of jobs: ledger and counts change together, by what is new, in a handful of statements for
 * as many events as came together. Told again, or in another order, they come to the same.
 */
@Component
@Transactional
class Counting {

    private final JobStore jobs;
    private final Rollups rollups;
    private final Visits visits;
    private final Pseudonyms pseudonyms;
    private final OrganizationZones zones;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Pace pace;

    Counting(
            JobStore jobs,
            Rollups rollups,
            Visits visits,
            Pseudonyms pseudonyms,
            OrganizationZones zones,
            MeterRegistry meters,
            Clock clock,
            Pace pace) {
        this.jobs = jobs;
        this.rollups = rollups;
        this.visits = visits;
        this.pseudonyms = pseudonyms;
        this.zones = zones;
        this.meters = meters;
        this.clock = clock;
        this.pace = pace;
    }

    /** Takes transitions over, and what is known of the visits they are about. */
    void changed(List<Event<JobChanged>> changes) {
        var told = changes.stream()
                .map(Event::content)
                .map(each -> new Told(
                        each.jobId(),
                        Traits.of(each, pseudonyms),
                        Counter.of(each.milestone()).orElse(null),
                        each.occurredAt()))
                .toList();
        var known = visits.lock(told.stream()
                .map(each -> each.traits().visitKey())
                .filter(key -> !key.isEmpty())
                .toList());
        var news = new ArrayList<News>(told);
        for (var each : told) {
            var visit = known.get(each.traits().visitKey());
            if (visit != null && visit.version() > VisitState.UNKNOWN.version()) {
                news.add(new Visited(each.jobId(), visit));
            }
        }
        hear(news);
        AfterCommit.run(() -> changes.forEach(each -> {
            late("outreach.analytics.lag", each.content().occurredAt());
            late("outreach.analytics.behind", each.headers().time());
        }));
    }

    /** Takes anything over. */
    void hear(Collection<? extends News> news) {
        if (!news.isEmpty()) {
            report(news, merge(news.stream().map(News::jobId).toList(), news));
        }
    }

    /** Dates the facts of jobs in the zones in which their organisations are counted now. */
    void date(List<UUID> ids) {
        merge(ids, List.of());
    }

    private List<Change> merge(List<UUID> ids, Collection<? extends News> news) {
        var organizations = jobs.lock(ids);
        news.forEach(each -> {
            if (each instanceof Told told) {
                organizations.add(told.traits().organizationId());
            }
        });
        // What zone it is must not change any more when their days are read.
        var days = zones.share(organizations);
        var known = jobs.read(ids);
        var before = known.values().stream().map(Job::copy).toList();
        news.forEach(each -> hear(Objects.requireNonNull(known.get(each.jobId())), each, days));
        settle(known.values(), days);
        var tally = new Tally();
        var changes = new ArrayList<Change>();
        for (var each : before) {
            var after = Objects.requireNonNull(known.get(each.id()));
            if (!after.sameAs(each)) {
                changes.add(new Change(each, after));
                tally.change(each, after);
            }
        }
        if (!changes.isEmpty()) {
            jobs.save(changes);
            rollups.add(tally);
        }
        jobs.drop(news.stream()
                .filter(each -> isForgotten(each, days))
                .map(News::jobId)
                .filter(id -> Objects.requireNonNull(known.get(id)).facts().isEmpty())
                .toList());
        return changes;
    }

    private static boolean isForgotten(News news, Map<Long, Calendar> days) {
        return news instanceof Told told && !keeps(days, told.traits(), told.at());
    }

    /** What happened on a day whose facts are not kept may have been counted before they were forgotten. */
    private static void hear(Job job, News news, Map<Long, Calendar> days) {
        switch (news) {
            case Told told -> job.hear(isForgotten(told, days) ? told.uncounted() : told);
            case Signal signal -> {
                var traits = job.traits();
                if (traits == null || keeps(days, traits, signal.at())) {
                    job.hear(signal);
                }
            }
            case Visited visited -> job.hear(visited);
        }
    }

    private static boolean keeps(Map<Long, Calendar> days, Traits traits, Instant at) {
        return Objects.requireNonNull(days.get(traits.organizationId())).keeps(at);
    }

    private static void settle(Collection<Job> known, Map<Long, Calendar> days) {
        for (var job : known) {
            var traits = job.traits();
            if (traits != null) {
                job.settle(Objects.requireNonNull(days.get(traits.organizationId())));
            }
        }
    }

    private void report(Collection<? extends News> news, List<Change> changes) {
        var counted = changes.stream()
                .mapToLong(each ->
                        each.after().facts().size() - each.before().facts().size())
                .filter(more -> more > 0)
                .sum();
        AfterCommit.run(() -> {
            meters.counter("outreach.analytics.counted", "outcome", "counted").increment(counted);
            meters.counter("outreach.analytics.counted", "outcome", "repeated")
                    .increment(Math.max(0, news.size() - counted));
        });
    }

    private void late(String timer, Instant since) {
        var late = pace.toReal(Duration.between(since, clock.instant()));
        meters.timer(timer).record(late.isNegative() ? Duration.ZERO : late);
    }
}
