package com.ovhi.outreach.orchestrator.rules;

import com.ovhi.outreach.common.contract.ContactAllowance;
import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.orchestrator.rules.Contact.Kind;
import com.ovhi.outreach.orchestrator.settings.Caps;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worded message and the time the scheduler proposes for it.
 *
 * @param kind which allowance it is counted against
 * @param notBefore null when it may be moved earlier
 * @param contacts what else the patient has got lately and will get
 */
public record MessageFacts(
        Kind kind, Plan plan, @Nullable Instant notBefore, Instant expiresAt, Caps caps, List<Contact> contacts) {

    /** Copies. */
    public MessageFacts {
        contacts = List.copyOf(contacts);
    }

    /** The same message, with other contacts. */
    public MessageFacts with(List<Contact> others) {
        return new MessageFacts(kind, plan, notBefore, expiresAt, caps, others);
    }

    /** As what it counts, and what the send gate has to see to. */
    public ContactAllowance allowance() {
        return ContactRoom.allowance(kind, caps);
    }

    /** When it would be sent, if the scheduler found a time. */
    Instant sendAt() {
        var sendAt = plan.sendAt();
        if (sendAt == null) {
            throw new IllegalStateException("Judged although there is no time to send it");
        }
        return sendAt;
    }
}
