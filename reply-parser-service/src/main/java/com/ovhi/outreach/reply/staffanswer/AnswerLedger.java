package com.ovhi.outreach.reply.staffanswer;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.reply.answer.Answers;
import com.ovhi.outreach.reply.answer.NewAnswer;
import com.ovhi.outreach.reply.answer.Phrasing;
import com.ovhi.outreach.reply.inbound.Writer;
import com.ovhi.outreach.reply.inbound.Writers;
import com.ovhi.outreach.reply.inbox.InboxItem;
import com.ovhi.outreach.reply.inbox.StaffInbox;
import com.ovhi.outreach.reply.people.Organizations;
import com.ovhi.outreach.reply.staffanswer.StaffAnswering.Wish;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Whether an item may be answered, and that it was. */
@Component
class AnswerLedger {

    /** How long after the patient's last message WhatsApp takes free text. */
    private static final Duration WINDOW = Duration.ofHours(24);

    /** After that the person who answered should hear that it was not sent, rather than have it arrive some time. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final StaffInbox inbox;
    private final Writers writers;
    private final Answers answers;
    private final Organizations organizations;
    private final Phrasing phrasing;
    private final Outbox outbox;
    private final Clock clock;
    private final Pace pace;

    AnswerLedger(
            StaffInbox inbox,
            Writers writers,
            Answers answers,
            Organizations organizations,
            Phrasing phrasing,
            Outbox outbox,
            Clock clock,
            Pace pace) {
        this.inbox = inbox;
        this.writers = writers;
        this.answers = answers;
        this.organizations = organizations;
        this.phrasing = phrasing;
        this.outbox = outbox;
        this.clock = clock;
        this.pace = pace;
    }

    /** Looks whether the item may be answered now, or has been. */
    @Transactional
    Looked look(Wish wish, String who) {
        var item = item(wish);
        var content = content(wish, item);
        var before = answers.written(wish.answerId(item.inboundId()));
        if (before.isPresent()) {
            if (!before.get().equals(content.message().text())) {
                throw ProblemException.conflict(
                        "idempotency-key-reused", "The Idempotency-Key was used for another text");
            }
            return new Looked(item, true);
        }
        demandClaim(item, who);
        demandReachable(content.writer());
        return new Looked(item, false);
    }

    /** Looks again and orders the answer. */
    @Transactional
    InboxItem order(Wish wish, Viewer who) {
        var looked = look(wish, who.name());
        if (looked.repeated()) {
            return looked.item();
        }
        var item = looked.item();
        var content = content(wish, item);
        var id = wish.answerId(item.inboundId());
        answers.order(new NewAnswer(
                id,
                AnswerKind.STAFF,
                item.inboundId(),
                content.writer().lastWrote(),
                item.organizationId(),
                item.patientId(),
                item.channel(),
                deadline(content.writer()),
                content.message(),
                who.name()));
        inbox.answered(item.id(), id);
        outbox.publish(Topics.AUDIT, Long.toString(wish.organizationId()), audit(item, id, who));
        return item(wish);
    }

    private InboxItem item(Wish wish) {
        return inbox.find(wish.itemId(), wish.organizationId())
                .orElseThrow(() -> ProblemException.notFound("unknown-item", "There is no such inbox item"));
    }

    private Content content(Wish wish, InboxItem item) {
        var writer = writers.of(item.inboundId(), item.patientId())
                .orElseThrow(() -> ProblemException.notFound("unknown-item", "There is no such inbox item"));
        return phrasing.staff(writer.asker(), organizations.find(wish.organizationId()), wish.text())
                .map(message -> new Content(writer, message))
                .orElseThrow(() -> ProblemException.unprocessable(
                        "missing-variable",
                        "The text uses the clinic's name or telephone number, and nobody has told it to us"));
    }

    private static void demandClaim(InboxItem item, String who) {
        if (!item.state().equals("open")) {
            throw ProblemException.conflict("item-closed", "The item is closed");
        }
        if (!who.equals(item.claimedBy())) {
            throw ProblemException.conflict("item-not-claimed", "Claim the item before you answer it");
        }
    }

    private void demandReachable(Writer writer) {
        if (writer.asker().optedOut()) {
            throw ProblemException.conflict("opted-out", "The patient wants no messages on this channel; call instead");
        }
        if (writer.asker().channel() == Channel.WHATSAPP && !clock.instant().isBefore(windowEnd(writer))) {
            throw ProblemException.conflict(
                    "window-closed",
                    "WhatsApp takes free text only within 24 hours after the patient wrote; a template message is needed");
        }
    }

    private static Instant windowEnd(Writer writer) {
        return writer.lastWrote().plus(WINDOW);
    }

    private Instant deadline(Writer writer) {
        var usual = clock.instant().plus(pace.ofReal(PATIENCE));
        var window = windowEnd(writer);
        return writer.asker().channel() == Channel.WHATSAPP && window.isBefore(usual) ? window : usual;
    }

    private AuditRecorded audit(InboxItem item, UUID answerId, Viewer who) {
        return new AuditRecorded(
                item.organizationId(),
                item.patientId(),
                who.name(),
                AuditAction.SEND,
                Map.of(
                        "item_id", item.id().toString(),
                        "inbound_id", item.inboundId().toString(),
                        "answer_id", answerId.toString(),
                        "channel", item.channel().code(),
                        "step", "answered"),
                who.ipAddress(),
                who.userAgent(),
                clock.instant());
    }

    /** An item, and whether the very same answer was ordered before. */
    record Looked(InboxItem item, boolean repeated) {}

    private record Content(Writer writer, MessageContent message) {}
}
