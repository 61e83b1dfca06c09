package com.ovhi.outreach.segment.rule;

import com.ovhi.outreach.common.contract.ContractJson;
import tools.jackson.databind.JsonNode;

/** A condition on a patient. Every rule there is has been checked, and judging never fails. Thread-safe. */
public final class Rule {

    private final Term condition;

    private Rule(Term condition) {
        this.condition = condition;
    }

    /**
     * Reads and checks a rule.
     *
     * @throws InvalidRule naming the place and what is wrong there
     */
    public static Rule of(JsonNode json) {
        return new Rule(new RuleParser().parse(json));
    }

    /** Reads a rule that was checked before it was stored. */
    public static Rule stored(String json) {
        return of(ContractJson.mapper().readTree(json));
    }

    /** Whether the patient is meant. */
    public boolean matches(Facts facts) {
        return condition.holds(facts);
    }
}
