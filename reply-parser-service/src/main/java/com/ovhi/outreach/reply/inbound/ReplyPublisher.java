package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.reply.followup.FollowUp;
import com.ovhi.outreach.reply.inbox.InboxItem;
import com.ovhi.outreach.reply.inbox.StaffInbox;
import com.ovhi.outreach.reply.prompts.Prompt;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Records what a message means and tells the suite and, where needed, the clinic. */
@Component
class ReplyPublisher {

    private static final String ACTOR = "reply-parser-service";

    /** What is said about an address, whoever of its owners said it. */
    private static final Set<Intent> OF_THE_ADDRESS = EnumSet.of(Intent.STOP, Intent.START, Intent.WRONG_PERSON);

    /** What answers a question of ours; anything else leaves it open. */
    private static final Set<Intent> ANSWERS =
            EnumSet.of(Intent.CONFIRM, Intent.RESCHEDULE, Intent.CANCEL, Intent.NO, Intent.STOP);

    private final InboundMessages messages;
    private final StaffInbox inbox;
    private final Outbox outbox;
    private final Clock clock;
    private final MeterRegistry meters;

    ReplyPublisher(InboundMessages messages, StaffInbox inbox, Outbox outbox, Clock clock, MeterRegistry meters) {
        this.messages = messages;
        this.inbox = inbox;
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
    }

    void publish(Received received, Meaning meaning) {
        var correspondent = meaning.correspondent();
        var prompt = correspondent.prompt();
        var reply =
                reply(received, meaning, meaning.intent(), meaning.understood().matchedRule());
        var ofTheAddress = ofTheAddress(correspondent, meaning.intent());
        record(reply, prompt == null || ofTheAddress ? null : prompt.jobId(), meaning);
        if (meaning.understood().alsoStop()) {
            publish(reply(received, meaning, Intent.STOP, "also-stop"));
        }
        var pending = meaning.pending();
        if (pending != null && meaning.answersPending()) {
            inbox.settled(pending.inboundId(), ACTOR);
        }
    }

    private static boolean ofTheAddress(Correspondent correspondent, Intent intent) {
        return correspondent.shared() && OF_THE_ADDRESS.contains(intent);
    }

    /** What must be confirmed first names no job yet, so that nobody carries it out. */
    private static ReplyUnderstood reply(Received received, Meaning meaning, Intent intent, String rule) {
        var correspondent = meaning.correspondent();
        var prompt = correspondent.prompt();
        var ofTheAddress = ofTheAddress(correspondent, intent);
        var answers = ANSWERS.contains(intent) && !ofTheAddress && !meaning.toConfirm();
        var answered = answers ? prompt : null;
        return new ReplyUnderstood(
                received.id(),
                correspondent.organizationId(received),
                ofTheAddress ? null : correspondent.patientId(),
                received.channel(),
                received.addressHash(),
                intent,
                meaning.understood().language(),
                meaning.understood().confidence(),
                rule,
                answered == null ? null : answered.jobId(),
                received.receivedAt(),
                answered == null || meaning.named() ? null : askedAt(answered, meaning.pending()));
    }

    /** A question back about it asks once more. */
    private static Instant askedAt(Prompt prompt, @Nullable FollowUp pending) {
        return pending != null && pending.askedAt().isAfter(prompt.sentAt()) ? pending.askedAt() : prompt.sentAt();
    }

    private void record(ReplyUnderstood reply, @Nullable UUID relatedJob, Meaning meaning) {
        messages.understood(reply, meaning.understood().alsoStop(), relatedJob, clock.instant());
        publish(reply);
        var needsPerson = meaning.forPerson();
        var suggestion = meaning.suggestion();
        if (needsPerson) {
            inbox.add(InboxItem.open(
                    Ids.next(),
                    reply.organizationId(),
                    reply.patientId(),
                    reply.inboundId(),
                    reply.channel(),
                    reply.intent(),
                    reply.matchedRule(),
                    reply.receivedAt(),
                    suggestion));
        }
        if (suggestion != null) {
            AfterCommit.run(() -> meters.counter(
                            "outreach.reply.suggested",
                            "intent",
                            suggestion.intent().code())
                    .increment());
        }
        AfterCommit.run(() -> meters.counter(
                        "outreach.reply.understood",
                        "channel",
                        reply.channel().code(),
                        "intent",
                        reply.intent().code(),
                        "person",
                        Boolean.toString(needsPerson))
                .increment());
    }

    private void publish(ReplyUnderstood reply) {
        var patient = reply.patientId();
        outbox.publish(Topics.REPLY, patient == null ? reply.addressHash() : patient.toString(), reply);
        outbox.publish(Topics.AUDIT, auditKey(reply.organizationId()), audit(reply));
    }

    private AuditRecorded audit(ReplyUnderstood reply) {
        return new AuditRecorded(
                reply.organizationId(),
                reply.patientId(),
                ACTOR,
                AuditAction.RECEIVE,
                Map.of(
                        "inbound_id",
                        reply.inboundId().toString(),
                        "channel",
                        reply.channel().code(),
                        "intent",
                        reply.intent().code(),
                        "matched_rule",
                        reply.matchedRule()),
                null,
                null,
                clock.instant());
    }

    /** Audit entries of an organisation stay in order; those of nobody we know have a key of their own. */
    static String auditKey(@Nullable Long organizationId) {
        return organizationId == null ? "none" : organizationId.toString();
    }
}
