package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.contract.SegmentMembershipChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.segment.population.Person;
import com.ovhi.outreach.segment.population.Population;
import com.ovhi.outreach.segment.segment.Members.Membership;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps memberships as the rules say: for one patient about whom something became known, or for all patients of a
 * segment, a chunk at a time. Either way the patients are locked first and the rules read after, so that the later of
 * two judgements sees what the earlier one saw and more.
 */
@Service
class MembershipUpdates {

    private final Population population;
    private final Segments segments;
    private final Members members;
    private final Outbox outbox;
    private final Clock clock;
    private final MeterRegistry meters;

    MembershipUpdates(
            Population population,
            Segments segments,
            Members members,
            Outbox outbox,
            Clock clock,
            MeterRegistry meters) {
        this.population = population;
        this.segments = segments;
        this.members = members;
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
    }

    /** Judges one patient, whose row the surrounding transaction has locked. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void patientChanged(long patientId) {
        var memberships = members.of(patientId);
        var candidates = population
                .organizationOf(patientId)
                .map(segments::findByOrganizationIdAndActiveTrue)
                .orElse(List.of());
        // Where nobody sorts patients, nothing is read of them.
        if (!memberships.isEmpty() || !candidates.isEmpty()) {
            population.find(patientId).ifPresent(person -> judge(person, memberships, candidates));
        }
    }

    private void judge(Person person, List<Membership> memberships, List<Segment> candidates) {
        var organization = person.facts().organizationId();
        memberships.stream()
                .filter(each -> each.organizationId() != organization)
                .forEach(each -> leave(each, List.of(person.patientId())));
        var joined = memberships.stream().map(Membership::segmentId).collect(Collectors.toSet());
        for (var segment : candidates) {
            var member = joined.contains(segment.id());
            var matches = segment.rule().matches(person.facts());
            if (matches && !member) {
                enter(membership(segment), List.of(person.patientId()));
            } else if (member && !matches) {
                leave(membership(segment), List.of(person.patientId()));
            }
        }
    }

    /**
     * Judges the next patients of a segment in a transaction of its own.
     *
     * @return empty when the segment has been changed since, or rests
     */
    @Transactional
    public Optional<Chunk> judgeNext(Segment known, long after, int size) {
        var people = population.lockedPage(known.organizationId(), after, size);
        return segments.findById(known.id())
                .filter(segment -> segment.active() && segment.version() == known.version())
                .map(segment -> people.isEmpty() ? Chunk.NONE : judge(segment, people, after));
    }

    private Chunk judge(Segment segment, List<Person> people, long after) {
        var rule = segment.rule();
        var last = people.getLast().patientId();
        var joined = members.between(segment.id(), after, last);
        var matching = people.stream()
                .filter(each -> rule.matches(each.facts()))
                .map(Person::patientId)
                .collect(Collectors.toSet());
        var entering = matching.stream()
                .filter(each -> !joined.contains(each))
                .sorted()
                .toList();
        var leaving = people.stream()
                .map(Person::patientId)
                .filter(each -> joined.contains(each) && !matching.contains(each))
                .toList();
        enter(membership(segment), entering);
        leave(membership(segment), leaving);
        return new Chunk(people.size(), entering.size(), leaving.size(), last);
    }

    private void enter(Membership segment, List<Long> patientIds) {
        members.enter(segment.segmentId(), patientIds, clock.instant());
        patientIds.forEach(each -> publish(segment, each, true));
        count("entered", patientIds);
    }

    private void leave(Membership segment, List<Long> patientIds) {
        members.leave(segment.segmentId(), patientIds);
        patientIds.forEach(each -> publish(segment, each, false));
        count("left", patientIds);
    }

    private void count(String change, List<Long> patientIds) {
        AfterCommit.run(() ->
                meters.counter("outreach.segment.membership", "change", change).increment(patientIds.size()));
    }

    private void publish(Membership segment, long patientId, boolean member) {
        outbox.publish(
                Topics.SEGMENT,
                Long.toString(patientId),
                new SegmentMembershipChanged(
                        segment.segmentId(),
                        segment.segmentName(),
                        segment.organizationId(),
                        patientId,
                        member,
                        clock.instant()));
    }

    private static Membership membership(Segment segment) {
        return new Membership(segment.id(), segment.name(), segment.organizationId(), segment.active());
    }

    /**
     * What came of a chunk.
     *
     * @param judged 0 when there are no more patients
     * @param last the last patient judged
     */
    record Chunk(int judged, int entered, int left, long last) {
        static final Chunk NONE = new Chunk(0, 0, 0, 0);
    }
}
