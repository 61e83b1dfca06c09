package com.ovhi.outreach.orchestrator.rules;

import com.ovhi.outreach.orchestrator.decision.Refusal;
import java.util.Map;

/** Who is tired of messages gets no marketing; what care needs is sent all the same. */
final class FatigueRule implements SendRule<RequestFacts> {

    @Override
    public String name() {
        return "fatigue";
    }

    @Override
    public Verdict judge(RequestFacts facts) {
        var tired = facts.purpose().marketing() && facts.fatigue() > facts.mostFatigue();
        return Verdict.unless(
                tired,
                Refusal.PATIENT_TIRED.code(),
                Map.of(
                        "fatigue", Double.toString(facts.fatigue()),
                        "most", Double.toString(facts.mostFatigue())));
    }
}
