package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.segment.rule.InvalidRule;
import com.ovhi.outreach.segment.rule.Rule;
import com.ovhi.outreach.segment.rule.Rule.SegmentReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** Refuses what is not a rule of the organisation, and says where. */
@Component
class RuleChecks {

    private final Dependencies dependencies;

    RuleChecks(Dependencies dependencies) {
        this.dependencies = dependencies;
    }

    /**
     * Reads a rule; it may ask for the organisation's segments only, and not for the one it is to describe.
     *
     * @param segmentId the segment it is to describe; null when that is new
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Rule checked(long organization, @Nullable Long segmentId, JsonNode rules) {
        var rule = read(rules);
        if (rule.asksForAllSegments()) {
            // It would ask for its own members: who is in no segment enters, is in one then, and leaves.
            throw refused(
                    "invalid-rule",
                    "",
                    "may ask for segments one by one only: {\"in\": [id, {\"var\": \"segments\"}]}");
        }
        var references = rule.segmentReferences();
        if (!references.isEmpty()) {
            var known = dependencies.holdAll(organization);
            for (var each : references) {
                var status = known.get(each.segmentId());
                if (status == null || status == SegmentStatus.COMPLETED) {
                    throw refused("invalid-rule", each, "is no segment in use");
                }
                if (segmentId != null && dependencies.reaches(each.segmentId(), segmentId)) {
                    throw refused("segment-cycle", each, "asks for the segment it describes");
                }
            }
        }
        return rule;
    }

    private static Rule read(JsonNode rules) {
        try {
            return Rule.of(rules);
        } catch (InvalidRule e) {
            throw refused("invalid-rule", e.path(), e.reason());
        }
    }

    private static ProblemException refused(String slug, SegmentReference place, String reason) {
        return refused(slug, place.path(), reason);
    }

    private static ProblemException refused(String slug, String path, String reason) {
        var pointer = "/rules" + path;
        return ProblemException.unprocessable(slug, "The rule at " + pointer + " " + reason)
                .with("pointer", pointer)
                .with("reason", reason);
    }
}
