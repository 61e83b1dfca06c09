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
            Rule.of(condition, VOCABULARY);
        } catch (InvalidRule e) {
            var path = "steps[" + place + "].condition" + e.path().replaceFirst("^\\$", "");
            throw ProblemException.unprocessable("invalid-rule", "The rule at " + path + " " + e.reason())
                    .with("path", path)
                    .with("reason", e.reason());
        }
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
