package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.reply.people.AddressBook;
import com.ovhi.outreach.reply.prompts.PromptListener;
import com.ovhi.outreach.reply.prompts.Prompts;
import com.ovhi.outreach.reply.understanding.Situation;
import com.ovhi.outreach.reply.understanding.Understanding;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads what patients wrote, each message once. An opt-out is read at once; an answer whose question we do not know waits
 * a moment, for the news that the question was sent may still be on its way.
 */
@Component
class Replies implements PromptListener {

    private static final int BATCH = 100;

    private final InboundMessages messages;
    private final AddressBook people;
    private final Prompts prompts;
    private final Understanding understanding = Understanding.ofWordLists();
    private final ReplyPublisher publisher;
    private final FieldCipher cipher;
    private final Clock clock;
    private final Pace pace;
    private final ReplyProperties properties;

    Replies(
            InboundMessages messages,
            AddressBook people,
            Prompts prompts,
            ReplyPublisher publisher,
            FieldCipher cipher,
            Clock clock,
            Pace pace,
            ReplyProperties properties) {
        this.messages = messages;
        this.people = people;
        this.prompts = prompts;
        this.publisher = publisher;
        this.cipher = cipher;
        this.clock = clock;
        this.pace = pace;
        this.properties = properties;
    }

    /** Keeps and reads a message. */
    @Transactional(propagation = Propagation.MANDATORY)
    void receive(InboundReceived inbound) {
        if (messages.insert(inbound)) {
            var received = new Received(
                    inbound.inboundId(),
                    inbound.channel(),
                    inbound.fromHash(),
                    inbound.body(),
                    inbound.providerOptOut(),
                    inbound.buttonPayload(),
                    inbound.receivedAt());
            read(received, true);
        }
    }

    /** Messages of this patient that waited for it can be read now. */
    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void asked(long patientId, Channel channel) {
        messages.claimWaiting(patientId, channel).forEach(each -> read(each, true));
    }

    /** Messages that have waited long enough. */
    @Transactional(readOnly = true)
    List<UUID> impatient() {
        return messages.due(clock.instant(), BATCH);
    }

    /** Reads one of them as it is. */
    @Transactional
    void readNow(UUID id) {
        messages.claim(id).ifPresent(each -> read(each, false));
    }

    private void read(Received received, boolean mayWait) {
        var patience = pace.ofReal(properties.promptPatience());
        var owners = people.owners(received.addressHash(), received.channel());
        var patients = owners.stream().map(each -> each.patientId()).toList();
        var open = prompts.open(patients, received.channel(), received.receivedAt(), patience);
        var correspondent = Correspondent.of(owners, open, received.buttonPayload());
        var situation = new Situation(
                received.channel(),
                correspondent.language(),
                correspondent.question(),
                received.providerOptOut(),
                received.buttonPayload());
        var understood =
                understanding.understand(cipher.open(received.body(), "inbound|body|" + received.id()), situation);
        if (mayWait && understood.promptMatters() && open.isEmpty()) {
            messages.waitUntil(received.id(), clock.instant().plus(patience));
        } else {
            publisher.publish(received, correspondent, understood);
        }
    }
}
