package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.segment.rule.Facts;
import com.ovhi.outreach.segment.rule.Family;
import com.ovhi.outreach.segment.rule.InvalidRule;
import com.ovhi.outreach.segment.rule.Rule;
import com.ovhi.outreach.segment.rule.Variable;
import com.ovhi.outreach.segment.rule.Vocabulary;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Conditions of steps: rules of segments that may also ask what the patient did since they were enrolled. Rules are read
 * once and kept, within bounds. Thread-safe.
 */
final class Conditions {

    private static final Map<String, String> DEEDS = new TreeMap<>(Map.of(
            "delivered", "a message of the campaign was delivered",
            "opened", "a message of the campaign was opened",
            "clicked", "a link of the campaign was followed",
            "replied", "the patient answered",
            "confirmed", "the patient confirmed",
            "booked", "the patient booked a visit"));

    /** Nobody has done anything. */
    static final Map<String, Boolean> NOTHING = Map.copyOf(nothing());

    private static final Vocabulary VOCABULARY = Vocabulary.patients()
            .and(DEEDS.entrySet().stream()
                    .map(each -> Variable.truth(each.getKey(), each.getValue()))
                    .toArray(Variable[]::new));

    private static final int KEPT = 1_000;
    private static final Map<JsonNode, Rule> READ = new ConcurrentHashMap<>();

    private Conditions() {}

    private static Map<String, Boolean> nothing() {
        var nothing = new TreeMap<String, Boolean>();
        DEEDS.keySet().forEach(each -> nothing.put(each, false));
        return nothing;
    }

    /** Refuses what is no condition. */
    static void check(@Nullable JsonNode condition, int place) {
        if (condition == null) {
            return;
        }
        try {
            if (Rule.of(condition, VOCABULARY).asksForAllSegments()) {
                // Nobody could tell which segments it needs, so those would be deleted under it.
                throw refused(
                        place, "", "may ask for segments one by one only: {\"in\": [id, {\"var\": \"segments\"}]}");
            }
        } catch (InvalidRule e) {
            throw refused(place, e.path().replaceFirst("^\\$", ""), e.reason());
        }
    }

    /**
     * Refuses what asks for a segment that is not there.
     *
     * @param known those there are
     */
    static void checkSegments(@Nullable JsonNode condition, int place, Set<Long> known) {
        if (condition != null) {
            rule(condition).segmentReferences().stream()
                    .filter(each -> !known.contains(each.segmentId()))
                    .findFirst()
                    .ifPresent(each -> {
                        throw refused(place, each.path(), "is no segment in use");
                    });
        }
    }

    private static ProblemException refused(int place, String where, String reason) {
        var path = "steps[" + place + "].condition" + where;
        return ProblemException.unprocessable("invalid-rule", "The rule at " + path + " " + reason)
                .with("path", path)
                .with("reason", reason);
    }

    /** Whether a patient is meant. */
    static boolean hold(JsonNode condition, Map<String, Boolean> deeds, Facts facts) {
        return rule(condition).matches(facts.and(deeds));
    }

    /** What has to be known of a patient. */
    static Set<Family> families(JsonNode condition) {
        var families = EnumSet.copyOf(rule(condition).families());
        families.remove(Family.OWN);
        return families;
    }

    /** The segments whose members it asks for. */
    static Set<Long> segments(JsonNode condition) {
        return rule(condition).segments();
    }

    private static Rule rule(JsonNode condition) {
        var known = READ.get(condition);
        if (known != null) {
            return known;
        }
        if (READ.size() >= KEPT) {
            READ.clear();
        }
        var rule = Rule.of(condition, VOCABULARY);
        READ.put(condition.deepCopy(), rule);
        return rule;
    }
}
