package com.ovhi.outreach.orchestrator.rules;

import com.ovhi.outreach.orchestrator.decision.Refusal;
import java.util.Map;

/** What would be read too late is not sent: a reminder after the visit is a defect. */
final class UsefulnessRule implements SendRule<RequestFacts> {

    @Override
    public String name() {
        return "usefulness";
    }

    @Override
    public Verdict judge(RequestFacts facts) {
        var visitAt = facts.visitAt();
        return Verdict.unless(
                !facts.now().isBefore(facts.expiresAt()),
                Refusal.EXPIRED.code(),
                Map.of(
                        "now", facts.now().toString(),
                        "visit_at", visitAt == null ? "none" : visitAt.toString(),
                        "expires_at", facts.expiresAt().toString()));
    }
}
