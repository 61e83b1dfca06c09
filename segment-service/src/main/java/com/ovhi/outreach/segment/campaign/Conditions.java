package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.segment.rule.Facts;
import com.ovhi.outreach.segment.rule.InvalidRule;
import com.ovhi.outreach.segment.rule.Rule;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Conditions of steps: rules of segments that may also ask what the patient did since they were enrolled. What they did is
 * put into the rule before it is read, so the language is the same.
 */
final class Conditions {

    /** Nobody has done anything. */
    static final Map<String, Boolean> NOTHING = Map.of(
            "delivered", false,
            "opened", false,
            "clicked", false,
            "replied", false,
            "confirmed", false,
            "booked", false);

    private Conditions() {}

    /** Refuses what is no condition. */
    static void check(@Nullable JsonNode condition, int place) {
        if (condition == null) {
            return;
        }
        try {
            Rule.of(filled(condition, NOTHING));
        } catch (InvalidRule e) {
            var path = "steps[" + place + "].condition" + e.path().replaceFirst("^\\$", "");
            throw ProblemException.unprocessable("invalid-rule", "The rule at " + path + " " + e.reason())
                    .with("path", path)
                    .with("reason", e.reason());
        }
    }

    /** Whether a patient is meant. */
    static boolean hold(JsonNode condition, Map<String, Boolean> deeds, Facts facts) {
        return Rule.of(filled(condition, deeds)).matches(facts);
    }

    private static JsonNode filled(JsonNode node, Map<String, Boolean> deeds) {
        if (node.isArray()) {
            var filled = JsonNodeFactory.instance.arrayNode();
            node.forEach(each -> filled.add(filled(each, deeds)));
            return filled;
        }
        if (!node.isObject()) {
            return node;
        }
        var deed = node.size() == 1 ? deeds.get(name(node.path("var"))) : null;
        if (deed != null) {
            return JsonNodeFactory.instance.booleanNode(deed);
        }
        var filled = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(each -> filled.set(each.getKey(), filled(each.getValue(), deeds)));
        return filled;
    }

    /** Of what {@code var} asks for, alone or as the first of a list; empty when it is no text. */
    private static String name(JsonNode asked) {
        var first = asked.isArray() ? asked.path(0) : asked;
        return first.isString() ? first.stringValue() : "";
    }
}
