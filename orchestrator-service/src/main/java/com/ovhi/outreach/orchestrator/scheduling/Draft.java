package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.orchestrator.decision.DecisionRecord;
import com.ovhi.outreach.orchestrator.decision.Sentence;
import com.ovhi.outreach.orchestrator.rules.MessageFacts;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Accepted;
import java.time.Instant;
import java.util.List;

/**
 * A worded message without a time. Holds PHI.
 *
 * @param household who else is reached at its address
 * @param expiresAt when it stops being useful: with the first of those it speaks for
 * @param ownExpiresAt the same of the message to its own patient
 * @param route its channel and those left to fall back on, best first
 */
record Draft(
        RenderedMessage message, Household household, List<Channel> route, Instant expiresAt, Instant ownExpiresAt) {

    Draft {
        route = List.copyOf(route);
    }

    Channel channel() {
        return message.channel();
    }

    /** Nothing stands against it any more. */
    Accepted accepted(Trail trail, Known known, MessageFacts facts) {
        var sendAt = facts.plan().sendAt();
        if (sendAt == null) {
            throw new IllegalStateException("A message without a time has passed the rules");
        }
        var ask = trail.ask();
        var judgements = trail.judgements();
        var record = new DecisionRecord(
                DecisionRecord.ACCEPTED,
                Sentence.accepted(
                        ask.purpose(), route, sendAt.atZone(known.organization().zone()), judgements),
                null,
                ask.purpose(),
                channel(),
                route,
                sendAt,
                expiresAt,
                message.templateId(),
                message.templateVersion(),
                judgements);
        return new Accepted(
                ask,
                message,
                content(known).counted(facts.allowance()),
                known.window(ask),
                sendAt,
                expiresAt,
                ownExpiresAt,
                route,
                household,
                known.sensitive(),
                channel() == Channel.EMAIL
                        && Boolean.TRUE.equals(known.effective().unencryptedEmailAccepted()),
                known.now(),
                facts,
                record);
    }

    private MessageContent content(Known known) {
        var preference = known.effective().channels().get(channel());
        var address = preference == null ? null : preference.address();
        var hash = preference == null ? null : preference.addressHash();
        if (address == null || hash == null) {
            throw new IllegalStateException("A channel without an address passed the rules");
        }
        return new MessageContent(
                address,
                hash,
                message.subject(),
                message.text(),
                message.html(),
                message.whatsapp(),
                known.organization().displayName(),
                message.language());
    }

    @Override
    public String toString() {
        return "Draft[" + channel() + ", " + Masked.MASK + "]";
    }
}
