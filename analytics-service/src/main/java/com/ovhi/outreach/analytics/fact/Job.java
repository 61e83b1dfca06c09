package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.analytics.organization.OrganizationZones.Calendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one job. It stands the same in whichever order and however often it was told: of each fact the
 * earliest time counts, of a visit the highest version. Not thread-safe.
 */
final class Job {

    private static final Set<Counter> ENDS = Set.of(Counter.KEPT, Counter.NO_SHOW);

    private final UUID id;
    private final Map<Counter, Fact> facts;
    private @Nullable Traits traits;
    private VisitState visit;

    Job(UUID id, @Nullable Traits traits, VisitState visit, Map<Counter, Fact> facts) {
        this.id = id;
        this.traits = traits;
        this.visit = visit;
        this.facts = new EnumMap<>(Counter.class);
        this.facts.putAll(facts);
    }

    /** As it is now, whatever becomes of this one. */
    Job copy() {
        return new Job(id, traits, visit, facts);
    }

    UUID id() {
        return id;
    }

    /** Null while only signals have come. */
    @Nullable
    Traits traits() {
        return traits;
    }

    VisitState visit() {
        return visit;
    }

    Map<Counter, Fact> facts() {
        return Collections.unmodifiableMap(facts);
    }

    /** The day it was planned; null while that has not been told. */
    @Nullable
    LocalDate plannedOn() {
        var scheduled = facts.get(Counter.SCHEDULED);
        return scheduled == null ? null : scheduled.day();
    }

    void hear(News news) {
        switch (news) {
            case News.Told told -> {
                traits = traits == null ? told.traits() : traits.and(told.traits());
                var counter = told.counter();
                if (counter != null) {
                    reach(counter, told.at(), traits.organizationId());
                }
            }
            case News.Signal signal -> reach(signal.counter(), signal.at(), signal.organizationId());
            case News.Visited visited -> visit = visit.and(visited.visit());
        }
    }

    private void reach(Counter counter, Instant at, long organizationId) {
        if (traits != null && organizationId != 0 && organizationId != traits.organizationId()) {
            return;
        }
        facts.merge(
                counter,
                new Fact(at, null, organizationId),
                (known, told) -> told.at().isBefore(known.at()) ? told : known);
    }

    /** Draws the conclusions: which facts count, and on which days. Nothing counts while the job is not known. */
    void settle(Calendar calendar) {
        var known = traits;
        if (known == null) {
            return;
        }
        facts.values().removeIf(fact -> fact.organizationId() != 0 && fact.organizationId() != known.organizationId());
        settleVisit(known.organizationId(), calendar);
        facts.replaceAll((_, fact) -> fact.on(calendar.day(fact.at()), known.organizationId()));
    }

    /**
     * The end of a visit counts for what was sent about it. What is on a day whose facts are not kept stays as it was counted;
     * and who has an end of the visit was sent, though that may be forgotten.
     */
    private void settleVisit(long organizationId, Calendar calendar) {
        var sent = facts.containsKey(Counter.SENT) || isEnded();
        ENDS.forEach(end -> facts.computeIfPresent(end, (_, fact) -> calendar.keeps(fact.at()) ? null : fact));
        var at = visit.at();
        if (at != null && sent && !isEnded() && calendar.keeps(at)) {
            switch (visit.outcome()) {
                case KEPT -> facts.put(Counter.KEPT, new Fact(at, null, organizationId));
                case NO_SHOW -> facts.put(Counter.NO_SHOW, new Fact(at, null, organizationId));
                case OPEN, CANCELLED -> {}
            }
        }
    }

    private boolean isEnded() {
        return ENDS.stream().anyMatch(facts::containsKey);
    }

    /** Whether nothing that is kept differs. */
    boolean sameAs(Job other) {
        return Objects.equals(traits, other.traits)
                && visit.outcome() == other.visit.outcome()
                && Objects.equals(visit.at(), other.visit.at())
                && facts.equals(other.facts);
    }

    /**
     * That it reached something.
     *
     * @param day in the organisation's zone; null while it does not count
     * @param organizationId whose job it is by this account; 0 when not said
     */
    record Fact(Instant at, @Nullable LocalDate day, long organizationId) {

        Fact on(LocalDate date, long organization) {
            return new Fact(at, date, organization);
        }
    }
}
