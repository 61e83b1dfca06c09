package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.channel.delivery.UrgentCalls;
import com.ovhi.outreach.channel.delivery.UrgentCalls.Turn;
import com.ovhi.outreach.channel.delivery.UrgentCalls.Way;
import com.ovhi.outreach.channel.gateway.Contents;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.OutboundMessage.Nature;
import com.ovhi.outreach.channel.permission.ProjectionLag;
import com.ovhi.outreach.channel.permission.ProjectionLag.KafkaSilent;
import com.ovhi.outreach.common.contract.AnswerOrdered;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.messaging.RetryLater;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Sends what is due: the place for a call first, the claim in one transaction, the call without any, the outcome in
 * another. A crash between leaves an open claim, which becomes unknown; nothing is called a second time. Answers are not in
 * the journal of calls: one that was claimed and never begun is reconciled like any other.
 */
@Component
class AnswerRounds {

    private static final Logger log = LoggerFactory.getLogger(AnswerRounds.class);
    private static final int MOST = 20;
    private static final int MOST_TRIES = 3;
    private static final long NO_ORGANIZATION = 0;

    /** Longer than a round takes; afterwards another instance may look at what it has not got to. */
    private static final Duration HOLD = Duration.ofSeconds(15);

    private final Answers answers;
    private final AnswerGate gate;
    private final AnswerOutcomes outcomes;
    private final OutcomesAfterCalls afterwards;
    private final Contents contents;
    private final UrgentCalls calls;
    private final ProjectionLag lag;
    private final AnswerProperties properties;

    AnswerRounds(
            Answers answers,
            AnswerGate gate,
            AnswerOutcomes outcomes,
            OutcomesAfterCalls afterwards,
            Contents contents,
            UrgentCalls calls,
            ProjectionLag lag,
            AnswerProperties properties) {
        this.answers = answers;
        this.gate = gate;
        this.outcomes = outcomes;
        this.afterwards = afterwards;
        this.contents = contents;
        this.calls = calls;
        this.lag = lag;
        this.properties = properties;
    }

    /**
     * Does what is due on a channel; the calls go on when this returns. Only what is routine waits for permissions: no
     * opt-out forbids the rest.
     *
     * @return whether there was anything
     */
    boolean run(Channel channel, Urgency urgency) {
        var due = answers.take(channel, urgency, MOST, HOLD);
        if (due.isEmpty()) {
            return false;
        }
        var behind = urgency == Urgency.ROUTINE ? permissionsBehind() : Optional.<String>empty();
        behind.ifPresentOrElse(
                code -> due.forEach(each -> gate.putOff(each.id(), code)), () -> due.forEach(this::deliver));
        return true;
    }

    /** Why answers have to wait: an opt-out that waits in Kafka is heard before an answer that waits beside it leaves. */
    private Optional<String> permissionsBehind() {
        try {
            return lag.caughtUp(properties.patience()) ? Optional.empty() : Optional.of("permissions-behind");
        } catch (KafkaSilent | KafkaException e) {
            return Optional.of("permissions-not-known");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("permissions-not-known");
        }
    }

    /** Whatever happens to one, the others are sent; it is tried again when nobody holds it any more. */
    private void deliver(Answer answer) {
        try {
            send(answer);
        } catch (RetryLater e) {
            log.atInfo().addKeyValue("answer_id", answer.id()).log("No place for an answer's call");
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("answer_id", answer.id())
                    .addKeyValue("error", e.getClass().getName())
                    .log("An answer could not be sent and is tried again");
        }
    }

    private void send(Answer answer) {
        var content = Optional.ofNullable(answer.content())
                .flatMap(each -> contents.open(each, AnswerOrdered.contentContext(answer.id())));
        var unusable = unusable(answer, content);
        if (unusable.isPresent()) {
            gate.refuse(answer.id(), unusable.get());
            return;
        }
        switch (way(answer)) {
            case Way.Closed(var reason) -> outcomes.turnedBack(answer.id(), reason);
            case Way.Open(var turn) -> call(answer, content.orElseThrow(), turn);
        }
    }

    /** Whoever is in danger is answered by whichever account there is; it says nothing about anybody. */
    private Way way(Answer answer) {
        return answer.kind() == AnswerKind.EMERGENCY
                ? calls.takeAny(answer.channel(), answer.organizationId())
                : calls.take(answer.channel(), answer.organizationId());
    }

    private Optional<String> unusable(Answer answer, Optional<MessageContent> content) {
        if (content.isEmpty()) {
            return Optional.of("content-unreadable");
        }
        var hash = contents.addressHash(answer.channel(), content.get());
        if (hash.isEmpty()) {
            return Optional.of("invalid-address");
        }
        return hash.get().equals(answer.addressHash()) ? Optional.empty() : Optional.of("other-address");
    }

    private void call(Answer answer, MessageContent content, Turn turn) {
        Optional<Instant> until;
        try {
            until = pass(answer, content, turn);
        } catch (RuntimeException | Error e) {
            turn.unused();
            throw e;
        }
        until.ifPresentOrElse(
                last -> turn.call(
                        message(answer, content, last),
                        (outcome, written) -> afterwards.record(answer.id(), outcome, written)),
                turn::unused);
    }

    private Optional<Instant> pass(Answer answer, MessageContent content, Turn turn) {
        for (var tries = 1; ; tries++) {
            try {
                return gate.pass(answer.id(), content.whatsapp() != null, turn.account());
            } catch (PessimisticLockingFailureException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    private static OutboundMessage message(Answer answer, MessageContent content, Instant until) {
        return new OutboundMessage(
                answer.id(),
                DeliveryReported.ANSWER,
                Objects.requireNonNullElse(answer.patientId(), OutboundMessage.NOBODY),
                Objects.requireNonNullElse(answer.organizationId(), NO_ORGANIZATION),
                answer.addressHash(),
                until,
                false,
                content,
                answer.kind() == AnswerKind.STAFF ? Nature.PERSONAL_ANSWER : Nature.AUTOMATIC_ANSWER);
    }
}
