package com.ovhi.outreach.orchestrator.rules;

import com.ovhi.outreach.orchestrator.decision.Refusal;
import java.util.Locale;
import java.util.Map;

/** Legal hours of the class, the organisation's and the patient's own, as scheduler-service intersects them. */
final class SendHoursRule implements SendRule<MessageFacts> {

    @Override
    public String name() {
        return "send-window";
    }

    @Override
    public Verdict judge(MessageFacts facts) {
        var plan = facts.plan();
        var sendAt = plan.sendAt();
        return Verdict.unless(
                sendAt == null,
                Refusal.NO_SEND_WINDOW.code(),
                Map.of(
                        "plan", plan.verdict().name().toLowerCase(Locale.ROOT),
                        "send_at", sendAt == null ? "none" : sendAt.toString(),
                        "steps", String.join("; ", plan.reasons())));
    }
}
