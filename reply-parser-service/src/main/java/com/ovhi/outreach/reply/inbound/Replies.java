package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.reply.prompts.PromptListener;
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
    private final Interpreter interpreter;
    private final ReplyPublisher publisher;
    private final ReplyAnswers answers;
    private final Clock clock;
    private final Pace pace;
    private final ReplyProperties properties;

    Replies(
            InboundMessages messages,
            Interpreter interpreter,
            ReplyPublisher publisher,
            ReplyAnswers answers,
            Clock clock,
            Pace pace,
            ReplyProperties properties) {
        this.messages = messages;
        this.interpreter = interpreter;
        this.publisher = publisher;
        this.answers = answers;
        this.clock = clock;
        this.pace = pace;
        this.properties = properties;
    }

    /** Keeps and reads a message. */
    @Transactional(propagation = Propagation.MANDATORY)
    void receive(InboundReceived inbound) {
        if (messages.insert(inbound)) {
            read(Received.of(inbound), true);
        }
    }

    /**
     * Messages of these patients that waited for it can be read now. Hardly anybody's does, and one look tells whose; what begins
     * to wait afterwards is read when its patience ends.
     */
    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void asked(List<Asked> asked) {
        if (asked.isEmpty()) {
            return;
        }
        var waiting = messages.waiting();
        asked.stream()
                .distinct()
                .filter(waiting::contains)
                .flatMap(each -> messages.claimWaiting(each).stream())
                .forEach(each -> read(each, true));
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
        var meaning = interpreter.read(received);
        if (mayWait && waits(meaning)) {
            messages.waitUntil(received.id(), clock.instant().plus(pace.ofReal(properties.promptPatience())));
        } else {
            publisher.publish(received, meaning);
            answers.answer(received, meaning);
        }
    }

    private static boolean waits(Meaning meaning) {
        var correspondent = meaning.correspondent();
        return cancels(meaning)
                || meaning.understood().promptMatters()
                        && correspondent.prompt() == null
                        && correspondent.prompts().isEmpty();
    }

    /** What cannot be undone waits as well: a newer question may be of another visit. */
    private static boolean cancels(Meaning meaning) {
        return meaning.answersPending() && meaning.intent() == Intent.CANCEL;
    }
}
