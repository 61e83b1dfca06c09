package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.reply.answer.Answering;
import com.ovhi.outreach.reply.answer.Asker;
import com.ovhi.outreach.reply.answer.Heard;
import com.ovhi.outreach.reply.followup.FollowUps;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Has messages answered that have been read. Call inside the transaction that read them. */
@Component
class ReplyAnswers {

    /** What is answered to whoever writes, in the name of whoever writes to them. */
    private static final Set<Intent> OWED = EnumSet.of(Intent.EMERGENCY, Intent.STOP, Intent.HELP);

    private final Answering answering;
    private final FollowUps followUps;
    private final InboundMessages messages;
    private final FieldCipher cipher;

    ReplyAnswers(Answering answering, FollowUps followUps, InboundMessages messages, FieldCipher cipher) {
        this.answering = answering;
        this.followUps = followUps;
        this.messages = messages;
        this.cipher = cipher;
    }

    void answer(Received received, Meaning meaning) {
        var pending = meaning.pending();
        if (pending != null && meaning.answersPending()) {
            followUps.close(pending.answerId());
        }
        answering.react(new Heard(
                received.id(),
                received.receivedAt(),
                asker(received, meaning),
                said(received, meaning),
                about(meaning)));
    }

    private Asker asker(Received received, Meaning meaning) {
        var correspondent = meaning.correspondent();
        return new Asker(
                received.channel(),
                received.addressHash(),
                cipher.open(received.from(), "inbound|from|" + received.id()),
                OWED.contains(meaning.intent())
                        ? correspondent.anyOrganizationId(received)
                        : correspondent.organizationId(received),
                correspondent.patientId(),
                correspondent.language(),
                !correspondent.owners().isEmpty(),
                optedOut(received, meaning),
                received.providerMessageId());
    }

    /** The preferences learn of an opt-out later than we. Nobody has said anything: whoever writes START thinks so. */
    private boolean optedOut(Received received, Meaning meaning) {
        var permitted = meaning.correspondent().permitted();
        return messages.lastStopped(received.addressHash(), received.channel(), received.id())
                || !permitted.orElse(meaning.intent() != Intent.START);
    }

    private static Heard.Said said(Received received, Meaning meaning) {
        var understood = meaning.understood();
        return new Heard.Said(
                understood.intent(),
                understood.language(),
                understood.matchedRule().equals("bare-cancel"),
                meaning.forPerson(),
                meaning.perhapsStop(),
                meaning.toConfirm(),
                received.providerOptOut() != null,
                received.automatic(),
                !received.senderProven());
    }

    private static Heard.About about(Meaning meaning) {
        var pending = meaning.pending();
        return new Heard.About(
                meaning.correspondent().prompt(),
                meaning.candidates(),
                meaning.wish(),
                pending == null || meaning.answersPending() ? null : pending.topic());
    }
}
