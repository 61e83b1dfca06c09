package com.ovhi.outreach.orchestrator.rules;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.orchestrator.decision.Judgement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules in the order in which they judge; the first objection ends the hearing. Thread-safe.
 *
 * @param <F> the facts they judge
 */
public final class RuleList<F> {

    private final List<SendRule<F>> rules;

    RuleList(List<SendRule<F>> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Hears the rules, about a channel or about the request as a whole. */
    public Ruling judge(F facts, @Nullable Channel channel) {
        var judgements = new ArrayList<Judgement>();
        for (var rule : rules) {
            var verdict = rule.judge(facts);
            judgements.add(judgement(rule, channel, verdict));
            if (!(verdict instanceof Verdict.Allowed)) {
                return new Ruling(List.copyOf(judgements), rule.name(), verdict);
            }
        }
        return new Ruling(List.copyOf(judgements), null, null);
    }

    /** Their names, in order. */
    public List<String> names() {
        return rules.stream().map(SendRule::name).toList();
    }

    private Judgement judgement(SendRule<F> rule, @Nullable Channel channel, Verdict verdict) {
        return new Judgement(rule.name(), channel, word(verdict), reason(verdict), rule.version(), verdict.inputs());
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allowed _ -> "allowed";
            case Verdict.Deferred _ -> "deferred";
            case Verdict.Refused _ -> "refused";
        };
    }

    private static @Nullable String reason(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allowed _ -> null;
            case Verdict.Deferred deferred -> deferred.reason();
            case Verdict.Refused refused -> refused.reason();
        };
    }

    /**
     * What came of a hearing.
     *
     * @param rule who objected, null when nobody did
     * @param objection null when nobody did
     */
    public record Ruling(
            List<Judgement> judgements,
            @Nullable String rule,
            @Nullable Verdict objection) {

        /** Whether nobody objected. */
        public boolean allowed() {
            return objection == null;
        }
    }
}
