package com.ovhi.outreach.orchestrator.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.ovhi.outreach.common.ids.Channel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one rule said.
 *
 * @param rule its name
 * @param channel which channel it judged, null when it judged the request
 * @param verdict {@code allowed}, {@code refused}, or the planner's word
 * @param reason why; ids and vocabulary, never PHI
 * @param version of the rule, null when it has none
 * @param inputs what it was based on, never PHI; null in older records
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Judgement(
        String rule,
        @Nullable Channel channel,
        String verdict,
        @Nullable String reason,
        @Nullable Integer version,
        @Nullable Map<String, String> inputs) {

    /** Copies. */
    public Judgement {
        inputs = inputs == null ? null : Map.copyOf(inputs);
    }

    /** The rule has nothing against it. */
    public static Judgement allowed(String rule, @Nullable Channel channel, @Nullable String reason) {
        return new Judgement(rule, channel, "allowed", reason, null, null);
    }

    /** The rule forbids it. */
    public static Judgement refused(String rule, @Nullable Channel channel, String reason) {
        return new Judgement(rule, channel, "refused", reason, null, null);
    }
}
