package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.audit.AccessTrail;
import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.segment.population.Population;
import com.ovhi.outreach.segment.rule.Explanation;
import com.ovhi.outreach.segment.segment.Members.Member;
import com.ovhi.outreach.segment.segment.Members.Membership;
import com.ovhi.outreach.segment.segment.Segment.Description;
import com.ovhi.outreach.segment.segment.SegmentVersions.Wording;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** What people do with segments. */
@Service
class Segmentation {

    private final Segments segments;
    private final SegmentVersions versions;
    private final Dependencies dependencies;
    private final SegmentUse use;
    private final RuleChecks checks;
    private final Members members;
    private final Population population;
    private final AccessTrail trail;
    private final Clock clock;

    Segmentation(
            Segments segments,
            SegmentVersions versions,
            Dependencies dependencies,
            SegmentUse use,
            RuleChecks checks,
            Members members,
            Population population,
            AccessTrail trail,
            Clock clock) {
        this.segments = segments;
        this.versions = versions;
        this.dependencies = dependencies;
        this.use = use;
        this.checks = checks;
        this.members = members;
        this.population = population;
        this.trail = trail;
        this.clock = clock;
    }

    @Transactional
    public Segment create(long organizationId, Draft draft, String by) {
        var needs = checks.checked(organizationId, null, draft.rules()).segments();
        var status = Objects.requireNonNullElse(draft.status(), SegmentStatus.ACTIVE);
        var segment = save(new Segment(organizationId, draft.description(), status, by, clock.instant()), needs);
        versions.record(segment, by);
        return segment;
    }

    /**
     * Changes what the caller has seen.
     *
     * @param seen the version they saw
     */
    @Transactional
    public Segment change(long organizationId, long id, int seen, Draft draft, String by) {
        var segment = find(organizationId, id);
        if (segment.version() != seen) {
            throw stale();
        }
        var next = Objects.requireNonNullElse(draft.status(), segment.status());
        if (next == SegmentStatus.COMPLETED) {
            requireUnused(segment);
        }
        var needs = checks.checked(organizationId, id, draft.rules()).segments();
        segment.describe(draft.description(), next, clock.instant());
        var saved = save(segment, needs);
        // What changes nothing makes no version.
        if (saved.version() != seen) {
            versions.record(saved, by);
        }
        return saved;
    }

    private Segment save(Segment segment, Set<Long> needs) {
        try {
            var saved = segments.saveAndFlush(segment);
            dependencies.replace(saved.id(), needs);
            return saved;
        } catch (OptimisticLockingFailureException e) {
            throw stale();
        } catch (DataIntegrityViolationException e) {
            throw ProblemException.conflict("duplicate-segment", "The organisation has a segment of that name");
        }
    }

    private static ProblemException stale() {
        return ProblemException.preconditionFailed("stale-segment", "Somebody else has changed the segment meanwhile");
    }

    /** Deletes a segment nobody belongs to and nothing asks for. */
    @Transactional
    public void delete(long organizationId, long id, int seen) {
        var segment = find(organizationId, id);
        if (segment.version() != seen) {
            throw stale();
        }
        requireUnused(segment);
        if (segment.status() != SegmentStatus.DRAFT && members.any(id)) {
            throw ProblemException.conflict(
                    "segment-has-members", "Complete the segment first, and wait until its members have left");
        }
        dependencies.replace(id, List.of());
        versions.forget(id);
        segments.delete(segment);
        try {
            segments.flush();
        } catch (DataIntegrityViolationException e) {
            throw ProblemException.conflict("segment-in-use", "A campaign is about the segment");
        }
    }

    private void requireUnused(Segment segment) {
        dependencies.holdAll(segment.organizationId());
        var dependents = dependencies.dependents(segment.id());
        if (!dependents.isEmpty()) {
            throw ProblemException.conflict("segment-in-use", "Other segments ask for the segment")
                    .with("segments", dependents);
        }
        var campaigns = use.campaigns(segment.organizationId(), segment.id());
        if (!campaigns.isEmpty()) {
            throw ProblemException.conflict("segment-in-use", "Conditions of campaigns ask for the segment")
                    .with("campaigns", campaigns);
        }
    }

    /** A segment of the organisation; anybody else's does not exist. */
    @Transactional(readOnly = true)
    public Segment find(long organizationId, long id) {
        return segments.findByIdAndOrganizationId(id, organizationId)
                .orElseThrow(() -> ProblemException.notFound("unknown-segment", "There is no such segment"));
    }

    @Transactional(readOnly = true)
    public List<Segment> list(long organizationId, long after, int limit) {
        return segments.findByOrganizationIdAndIdGreaterThanOrderById(organizationId, after, Limit.of(limit));
    }

    /** How a segment was worded before a version, the latest first. */
    @Transactional(readOnly = true)
    public List<Wording> versions(long organizationId, long id, int before, int limit) {
        return versions.of(find(organizationId, id).id(), before, limit);
    }

    /**
     * A page of members; who looked at them is audited.
     *
     * @param resource what is shown, for the audit
     */
    @Transactional
    public List<Member> members(long organizationId, long id, long after, int limit, Viewer viewer, String resource) {
        var page = members.page(find(organizationId, id).id(), after, limit);
        trail.looked(
                viewer,
                organizationId,
                page.stream().map(Member::patientId).toList(),
                Map.of("resource", resource, "segment_id", Long.toString(id)));
        return page;
    }

    @Transactional(readOnly = true)
    public Map<Long, Long> memberCounts(Collection<Long> segmentIds) {
        return members.counts(segmentIds);
    }

    /** The names of the segments in use that a patient of the organisation belongs to; who looked is audited. */
    @Transactional
    public List<String> namesFor(long organizationId, long patientId, Viewer viewer) {
        var names = members.of(patientId).stream()
                .filter(each -> each.active() && each.organizationId() == organizationId)
                .map(Membership::segmentName)
                .toList();
        trail.looked(viewer, organizationId, List.of(patientId), Map.of("resource", "patient-segments"));
        return names;
    }

    /** Why a segment means a patient of the organisation or does not; who looked is audited. */
    @Transactional
    public Explained explain(long organizationId, long id, long patientId, Viewer viewer) {
        var segment = find(organizationId, id);
        var facts = population.people(organizationId, List.of(patientId)).get(patientId);
        if (facts == null) {
            throw ProblemException.notFound("unknown-patient", "The organisation has no such patient");
        }
        trail.looked(
                viewer,
                organizationId,
                List.of(patientId),
                Map.of("resource", "segment-explanation", "segment_id", Long.toString(id)));
        var explanation = segment.rule().explain(facts);
        return new Explained(
                patientId,
                members.among(id, List.of(patientId)).contains(patientId),
                explanation.holds(),
                explanation.failures(),
                explanation);
    }

    /** A segment as people describe it; {@code status} null leaves it as it is, and makes a new one active. */
    record Draft(
            String name,
            @Nullable String text,
            JsonNode rules,
            @Nullable SegmentStatus status) {

        private Description description() {
            return new Description(name.strip(), text, ContractJson.writeText(rules));
        }
    }

    /**
     * Where a patient stands with a segment.
     *
     * @param member whether they belong to it now
     * @param meant whether its rule means them now
     * @param failed the clauses that keep them out, in words
     */
    record Explained(long patientId, boolean member, boolean meant, List<String> failed, Explanation explanation) {
        @Override
        public String toString() {
            return "Explained[meant=" + meant + "]";
        }
    }
}
