package com.ovhi.outreach.orchestrator.rules;

import com.ovhi.outreach.orchestrator.decision.Refusal;
import java.util.Map;

/** Only some purposes may pass a patient's send hours, marketing never. */
final class UrgencyRule implements SendRule<RequestFacts> {

    @Override
    public String name() {
        return "urgency";
    }

    @Override
    public Verdict judge(RequestFacts facts) {
        var unfounded = facts.urgent() && !facts.urgentPurposes().contains(facts.purpose());
        var reason = facts.overrideReason();
        return Verdict.unless(
                unfounded,
                Refusal.URGENT_NOT_ALLOWED.code(),
                Map.of(
                        "urgent",
                        Boolean.toString(facts.urgent()),
                        "override_reason",
                        reason == null ? "none" : reason));
    }
}
