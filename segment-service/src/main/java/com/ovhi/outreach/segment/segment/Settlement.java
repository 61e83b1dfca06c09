package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.segment.population.Organizations;
import com.ovhi.outreach.segment.population.Population;
import com.ovhi.outreach.segment.rule.Facts;
import com.ovhi.outreach.segment.rule.Family;
import com.ovhi.outreach.segment.rule.Rule;
import com.ovhi.outreach.segment.segment.Members.Membership;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Judges some patients of a segment whom the database found in the wrong place: again, in memory, while their rows are
 * held, so that nothing that happened in between is undone.
 */
@Service
class Settlement {

    private final Population population;
    private final Organizations organizations;
    private final Segments segments;
    private final Members members;
    private final MembershipLedger ledger;

    Settlement(
            Population population,
            Organizations organizations,
            Segments segments,
            Members members,
            MembershipLedger ledger) {
        this.population = population;
        this.organizations = organizations;
        this.segments = segments;
        this.members = members;
        this.ledger = ledger;
    }

    /**
     * Moves those of the patients who are in the wrong place.
     *
     * @return empty when the segment has been changed since, or rests
     */
    @Transactional
    public Optional<Settled> settle(Segment known, List<Long> patientIds, LocalDate today) {
        population.lock(patientIds);
        return segments.findById(known.id())
                .filter(each -> each.judged() && each.version() == known.version())
                .map(segment -> settle(segment, segment.rule(), patientIds, today));
    }

    private Settled settle(Segment segment, Rule rule, List<Long> patientIds, LocalDate today) {
        var joined = members.among(segment.id(), patientIds);
        var people = population.people(segment.organizationId(), patientIds, rule.families(), today);
        var membership = new Membership(segment.id(), segment.name(), segment.organizationId(), segment.active());
        var moves = new Moves();
        var moved = new ArrayList<Long>();
        for (var patient : patientIds) {
            var meant = meant(rule, people.get(patient));
            if (meant == joined.contains(patient)) {
                continue;
            }
            moved.add(patient);
            if (meant) {
                moves.enter(membership, patient);
            } else {
                moves.leave(membership, patient);
            }
        }
        ledger.write(moves);
        var entered = moves.entering().getOrDefault(segment.id(), List.of()).size();
        return new Settled(entered, moved.size() - entered, drifted(segment, rule, today, moved, joined));
    }

    /**
     * How many of those who moved were in the wrong place before the day began: no event would have left them there. Not
     * told after a change of the rule, after a day without evaluation, and of rules about other segments.
     */
    private int drifted(Segment segment, Rule rule, LocalDate today, List<Long> moved, Set<Long> joined) {
        var zone = organizations.zoneOf(segment.organizationId());
        var settled = segment.settledAt().map(each -> LocalDate.ofInstant(each, zone));
        if (moved.isEmpty()
                || settled.isEmpty()
                || settled.get().isBefore(today.minusDays(1))
                || rule.families().contains(Family.SEGMENTS)) {
            return 0;
        }
        Map<Long, Facts> then = population.people(segment.organizationId(), moved, rule.families(), settled.get());
        return (int) moved.stream()
                .filter(each -> meant(rule, then.get(each)) != joined.contains(each))
                .count();
    }

    private static boolean meant(Rule rule, @Nullable Facts facts) {
        return facts != null && rule.matches(facts);
    }

    /** Who was moved, and how many of them should have been before. */
    record Settled(int entered, int left, int drifted) {}
}
