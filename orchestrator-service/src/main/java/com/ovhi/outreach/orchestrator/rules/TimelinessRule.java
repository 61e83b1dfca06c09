package com.ovhi.outreach.orchestrator.rules;

import com.ovhi.outreach.orchestrator.decision.Refusal;
import java.util.Map;

/** The planned time must lie between the earliest and the last at which the message is of use. */
final class TimelinessRule implements SendRule<MessageFacts> {

    @Override
    public String name() {
        return "timeliness";
    }

    @Override
    public Verdict judge(MessageFacts facts) {
        var notBefore = facts.notBefore();
        var sendAt = facts.sendAt();
        var inputs = Map.of(
                "send_at", sendAt.toString(),
                "not_before", notBefore == null ? "none" : notBefore.toString(),
                "expires_at", facts.expiresAt().toString());
        if (notBefore != null && sendAt.isBefore(notBefore)) {
            return new Verdict.Refused(Refusal.NO_SEND_WINDOW.code(), inputs);
        }
        return Verdict.unless(!sendAt.isBefore(facts.expiresAt()), Refusal.EXPIRED.code(), inputs);
    }
}
