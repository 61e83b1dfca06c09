package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.audit.AccessTrail;
import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.segment.population.Person;
import com.ovhi.outreach.segment.population.Population;
import com.ovhi.outreach.segment.rule.InvalidRule;
import com.ovhi.outreach.segment.rule.Rule;
import com.ovhi.outreach.segment.segment.Members.Member;
import com.ovhi.outreach.segment.segment.Members.Membership;
import com.ovhi.outreach.segment.segment.Segment.Description;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** What people do with segments. */
@Service
class Segmentation {

    private static final int PAGE = 500;
    private static final int SAMPLE = 10;

    private final Segments segments;
    private final Members members;
    private final Population population;
    private final AccessTrail trail;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Segmentation(
            Segments segments,
            Members members,
            Population population,
            AccessTrail trail,
            TransactionTemplate transactions,
            Clock clock) {
        this.segments = segments;
        this.members = members;
        this.population = population;
        this.trail = trail;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Transactional
    public Segment create(long organizationId, String name, @Nullable String text, JsonNode rules, String by) {
        return save(new Segment(organizationId, described(name, text, rules), by, clock.instant()));
    }

    @Transactional
    public Segment change(Segment known, String name, @Nullable String text, JsonNode rules, boolean active) {
        var segment = find(known.organizationId(), known.id());
        segment.describe(described(name, text, rules), active, clock.instant());
        return save(segment);
    }

    private Segment save(Segment segment) {
        try {
            return segments.saveAndFlush(segment);
        } catch (DataIntegrityViolationException e) {
            throw ProblemException.conflict("duplicate-segment", "The organisation has a segment of that name");
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

    /** A page of members; who looked at them is audited. */
    @Transactional
    public List<Member> members(long organizationId, long id, long after, int limit, Viewer viewer) {
        var page = members.page(find(organizationId, id).id(), after, limit);
        trail.looked(
                viewer,
                organizationId,
                page.stream().map(Member::patientId).toList(),
                Map.of("resource", "segment-members", "segment_id", Long.toString(id)));
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

    /** Whom a rule would mean now; only who looked at whom is stored. Each page is read by itself. */
    public Preview preview(long organizationId, JsonNode rules, Viewer viewer) {
        var rule = checked(rules);
        var sample = new ArrayList<Long>();
        var count = 0L;
        var total = 0L;
        var after = 0L;
        List<Person> page;
        do {
            page = population.page(organizationId, after, PAGE);
            for (var person : page) {
                after = person.patientId();
                if (rule.matches(person.facts()) && count++ < SAMPLE) {
                    sample.add(person.patientId());
                }
            }
            total += page.size();
        } while (page.size() == PAGE);
        transactions.executeWithoutResult(
                status -> trail.looked(viewer, organizationId, sample, Map.of("resource", "segment-preview")));
        return new Preview(count, total, sample);
    }

    private static Description described(String name, @Nullable String text, JsonNode rules) {
        checked(rules);
        return new Description(name.strip(), text, ContractJson.writeText(rules));
    }

    private static Rule checked(JsonNode rules) {
        try {
            return Rule.of(rules);
        } catch (InvalidRule e) {
            throw ProblemException.unprocessable("invalid-rule", "The rule at " + e.path() + " " + e.reason())
                    .with("path", e.path())
                    .with("reason", e.reason());
        }
    }

    /** How many patients a rule means, of how many, and some of them. */
    record Preview(long count, long population, List<Long> samplePatientIds) {}
}
