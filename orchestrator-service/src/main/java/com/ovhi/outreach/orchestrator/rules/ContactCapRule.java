package com.ovhi.outreach.orchestrator.rules;

import com.ovhi.outreach.orchestrator.decision.Refusal;
import java.time.Instant;
import java.util.Map;

/** Not too many contacts; what finds no room waits for it as long as it is useful. */
final class ContactCapRule implements SendRule<MessageFacts> {

    @Override
    public String name() {
        return "contact-cap";
    }

    @Override
    public Verdict judge(MessageFacts facts) {
        var room = new ContactRoom(facts.kind(), facts.caps(), facts.contacts());
        var inputs = Map.of(
                "kind", facts.kind().code(),
                "contacts", Integer.toString(facts.contacts().size()),
                "caps", facts.caps().toString());
        var first = room.first(facts.sendAt(), facts.expiresAt());
        if (first.isEmpty()) {
            return new Verdict.Refused(Refusal.CONTACT_CAP.code(), inputs);
        }
        return on(first.get(), facts, inputs);
    }

    private static Verdict on(Instant first, MessageFacts facts, Map<String, String> inputs) {
        return first.equals(facts.sendAt())
                ? new Verdict.Allowed(inputs)
                : new Verdict.Deferred(first, Refusal.CONTACT_CAP.code(), inputs);
    }
}
