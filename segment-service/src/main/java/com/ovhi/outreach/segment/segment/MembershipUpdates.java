package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.segment.population.Population;
import com.ovhi.outreach.segment.population.PopulationChanges;
import com.ovhi.outreach.segment.rule.Facts;
import com.ovhi.outreach.segment.rule.Family;
import com.ovhi.outreach.segment.segment.ActiveSegments.ActiveSegment;
import com.ovhi.outreach.segment.segment.Members.Membership;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps memberships as the rules say for patients of whom something became known. Their rows are held before the rules are
 * read, so that the later of two judgements sees what the earlier one saw and more.
 */
@Service
class MembershipUpdates {

    private final Population population;
    private final PopulationChanges changes;
    private final ActiveSegments segments;
    private final Members members;
    private final MembershipLedger ledger;

    MembershipUpdates(
            Population population,
            PopulationChanges changes,
            ActiveSegments segments,
            Members members,
            MembershipLedger ledger) {
        this.population = population;
        this.changes = changes;
        this.segments = segments;
        this.members = members;
        this.ledger = ledger;
    }

    /** Judges patients, whose rows the surrounding transaction holds, by what changed of each. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void judge(Map<Long, Set<Family>> touched) {
        countVisits(touched);
        var groups = population.organizationsOf(touched.keySet()).entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toList())))
                .entrySet()
                .stream()
                .map(each -> concerned(each.getKey(), each.getValue(), touched))
                .toList();
        var memberships = members.of(
                groups.stream().flatMap(each -> each.patients().stream()).toList());
        var moves = new Moves();
        groups.forEach(each -> judge(each, touched, memberships, moves));
        ledger.write(moves);
    }

    /** Those whom what changed of them can move; of the others nothing more is read. */
    private Group concerned(long organization, Collection<Long> patients, Map<Long, Set<Family>> touched) {
        var candidates = segments.of(organization);
        return new Group(
                organization,
                candidates,
                patients.stream()
                        .filter(each -> concerned(candidates, touched.getOrDefault(each, Set.of())))
                        .toList());
    }

    /** Who is new may also have to leave what nobody is judged by any more. */
    private static boolean concerned(List<ActiveSegment> candidates, Set<Family> touched) {
        return isNew(touched)
                || candidates.stream().anyMatch(each -> each.families().stream().anyMatch(touched::contains));
    }

    /** Or may be somebody else now, be it that they died. */
    private static boolean isNew(Set<Family> touched) {
        return touched.size() == Family.values().length;
    }

    private void countVisits(Map<Long, Set<Family>> touched) {
        var visiting = touched.entrySet().stream()
                .filter(each -> each.getValue().contains(Family.VISITS))
                .map(Map.Entry::getKey)
                .toList();
        if (!visiting.isEmpty()) {
            changes.countVisits(visiting);
        }
    }

    private void judge(
            Group group, Map<Long, Set<Family>> touched, Map<Long, List<Membership>> memberships, Moves moves) {
        var organization = group.organization();
        var candidates = group.candidates();
        var patients = group.patients();
        // Where nobody sorts patients, nothing is read of them.
        if (patients.isEmpty() || candidates.isEmpty() && patients.stream().noneMatch(memberships::containsKey)) {
            return;
        }
        var asked = EnumSet.noneOf(Family.class);
        candidates.forEach(each -> asked.addAll(each.families()));
        // Memberships are at hand already, and change while a patient is judged.
        asked.remove(Family.SEGMENTS);
        var people = population.people(organization, patients, asked, population.today(organization));
        for (var patient : patients) {
            var judged = new Judged(patient, memberships.getOrDefault(patient, List.of()), moves);
            var facts = people.get(patient);
            judged.leaveUnless(each -> facts != null && each.organizationId() == organization);
            if (facts != null) {
                var families = touched.getOrDefault(patient, Set.of());
                candidates.forEach(each -> judged.by(each, facts, families));
            }
        }
    }

    /** Patients of an organisation, and the segments they are judged by. */
    private record Group(long organization, List<ActiveSegment> candidates, List<Long> patients) {}

    /** One patient, and where they belong while segment after segment is judged. */
    private static final class Judged {

        private final long patientId;
        private final List<Membership> before;
        private final Moves moves;
        private final Set<Long> joined;
        private final Set<Long> moved = new HashSet<>();

        private Judged(long patientId, List<Membership> before, Moves moves) {
            this.patientId = patientId;
            this.before = before;
            this.moves = moves;
            joined = before.stream().map(Membership::segmentId).collect(Collectors.toCollection(HashSet::new));
        }

        private void leaveUnless(Predicate<Membership> stays) {
            before.stream().filter(stays.negate()).forEach(each -> {
                joined.remove(each.segmentId());
                moves.leave(each, patientId);
            });
        }

        private void by(ActiveSegment segment, Facts facts, Set<Family> touched) {
            if (!concerns(segment, touched)) {
                return;
            }
            var member = joined.contains(segment.id());
            var meant = segment.rule()
                    .matches((variable, argument) ->
                            variable.family() == Family.SEGMENTS ? joined : facts.value(variable, argument));
            if (meant && !member) {
                joined.add(segment.id());
                moved.add(segment.id());
                moves.enter(segment.segment(), patientId);
            } else if (member && !meant) {
                joined.remove(segment.id());
                moved.add(segment.id());
                moves.leave(segment.segment(), patientId);
            }
        }

        /** Who is new is judged by every rule, even by one that asks for nothing. */
        private boolean concerns(ActiveSegment segment, Set<Family> touched) {
            return isNew(touched)
                    || segment.families().stream().anyMatch(touched::contains)
                    || segment.needs().stream().anyMatch(moved::contains);
        }
    }
}
