package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.segment.segment.Members.Member;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Segments as campaigns see them. */
@Service
@Transactional(readOnly = true)
public class Audiences {

    private final Segments segments;
    private final Members members;
    private final Dependencies dependencies;
    private final Clock clock;

    Audiences(Segments segments, Members members, Dependencies dependencies, Clock clock) {
        this.segments = segments;
        this.members = members;
        this.dependencies = dependencies;
        this.clock = clock;
    }

    /** A segment of the organisation. */
    public Optional<Audience> find(long organizationId, long segmentId) {
        return segments.findByIdAndOrganizationId(segmentId, organizationId)
                .map(each -> new Audience(each.id(), each.active(), each.upToDate(clock.instant())));
    }

    /** Its next members, in the order of their ids. */
    public List<Long> members(long segmentId, long after, int limit) {
        return members.page(segmentId, after, limit).stream()
                .map(Member::patientId)
                .toList();
    }

    /** Its members among the patients. */
    public Set<Long> among(long segmentId, Collection<Long> patientIds) {
        return members.among(segmentId, patientIds);
    }

    /** Those of the patients who stay its members until the transaction ends, as far as nobody else holds them. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<Long> holdMembers(long segmentId, Collection<Long> patientIds) {
        return patientIds.isEmpty() ? Set.of() : members.hold(segmentId, patientIds);
    }

    /**
     * By which rules it and others choose their members, their own and those of all they ask for: another text once one is
     * changed.
     */
    public String rules(long segmentId, Set<Long> others) {
        return dependencies.rules(segmentId, others);
    }

    /** The organisation's segments that may be asked for; none is completed or deleted until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<Long> hold(long organizationId) {
        return dependencies.holdAll(organizationId).entrySet().stream()
                .filter(each -> each.getValue() != SegmentStatus.COMPLETED)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Those of the segments of which nobody can say who belongs to them: not there, not in use, or not judged yet. */
    public List<Long> unknown(long organizationId, Set<Long> segmentIds) {
        return segmentIds.stream()
                .filter(each -> segments.findByIdAndOrganizationId(each, organizationId)
                        .filter(Segment::known)
                        .isEmpty())
                .sorted()
                .toList();
    }

    /**
     * A segment somebody wants to write to.
     *
     * @param active whether it is in use
     * @param upToDate whether its members are those of its present rule, today
     */
    public record Audience(long segmentId, boolean active, boolean upToDate) {}
}
