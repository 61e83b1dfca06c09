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
import com.ovhi.outreach.reply.answer.StaffWords;
import com.ovhi.outreach.reply.answer.TemplateAnswers.TemplateAnswer;
import com.ovhi.outreach.reply.inbound.Writer;
import com.ovhi.outreach.reply.inbound.Writers;
import com.ovhi.outreach.reply.inbox.InboxItem;
import com.ovhi.outreach.reply.inbox.StaffInbox;
import com.ovhi.outreach.reply.people.Organization;
import com.ovhi.outreach.reply.people.Organizations;
import com.ovhi.outreach.reply.staffanswer.StaffAnswering.Wish;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
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
    private final TemplateOrders templates;
    private final StaffTemplates choices;
    private final Organizations organizations;
    private final Phrasing phrasing;
    private final Outbox outbox;
    private final Clock clock;
    private final Pace pace;

    AnswerLedger(
            StaffInbox inbox,
            Writers writers,
            Answers answers,
            TemplateOrders templates,
            StaffTemplates choices,
            Organizations organizations,
            Phrasing phrasing,
            Outbox outbox,
            Clock clock,
            Pace pace) {
        this.inbox = inbox;
        this.writers = writers;
        this.answers = answers;
        this.templates = templates;
        this.choices = choices;
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
        var writer = writer(item);
        var words = words(wish, writer);
        var before = answers.given(wish.answerId(item.inboundId()));
        if (before.isPresent()) {
            if (!before.get().equals(words)) {
                throw ProblemException.conflict(
                        "idempotency-key-reused", "The Idempotency-Key was used for another answer");
            }
            return new Looked(item, writer, true);
        }
        demandClaim(item, who);
        demandReachable(writer, wish.said());
        return new Looked(item, writer, false);
    }

    /** How the patient is spoken to in the name of the clinic. */
    @Transactional(readOnly = true)
    Voice voice(Wish wish) {
        var item = item(wish);
        return voice(wish, item, writer(item));
    }

    private Voice voice(Wish wish, InboxItem item, Writer writer) {
        var clinic = organizations.find(wish.organizationId());
        var language = Stream.of(
                        Optional.ofNullable(writer.asker().language()),
                        Optional.ofNullable(item.language()),
                        clinic.map(Organization::language))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("en");
        var variables = new HashMap<String, String>();
        clinic.map(Organization::displayName).ifPresent(name -> variables.put("clinic_name", name));
        clinic.map(Organization::phone).ifPresent(phone -> variables.put("clinic_phone", phone));
        return new Voice(patient(writer), language, Map.copyOf(variables));
    }

    /** Looks again and orders an answer in free text. */
    @Transactional
    InboxItem order(Wish wish, Said.Text text, Viewer who) {
        var looked = look(wish, who.name());
        if (looked.repeated()) {
            return looked.item();
        }
        var item = looked.item();
        var writer = looked.writer();
        answers.order(new NewAnswer(
                wish.answerId(item.inboundId()),
                AnswerKind.STAFF,
                item.inboundId(),
                writer.lastWrote(),
                item.organizationId(),
                item.patientId(),
                item.channel(),
                deadline(writer),
                message(wish, text, writer),
                who.name()));
        return answered(wish, item, who, Map.of());
    }

    /** Looks again and requests a template, {@code templateId} being that of the key in the patient's language. */
    @Transactional
    InboxItem order(Wish wish, Said.Template template, long templateId, Viewer who) {
        var looked = look(wish, who.name());
        if (looked.repeated()) {
            return looked.item();
        }
        var item = looked.item();
        var writer = looked.writer();
        templates.order(
                new TemplateAnswer(
                        wish.answerId(item.inboundId()),
                        item.inboundId(),
                        wish.organizationId(),
                        patient(writer),
                        item.channel(),
                        writer.asker().addressHash(),
                        template.key(),
                        who.name()),
                templateId,
                voice(wish, item, writer).variables());
        return answered(wish, item, who, Map.of("template", template.key()));
    }

    private InboxItem answered(Wish wish, InboxItem item, Viewer who, Map<String, String> how) {
        var id = wish.answerId(item.inboundId());
        inbox.answered(item.id(), id);
        outbox.publish(Topics.AUDIT, Long.toString(wish.organizationId()), audit(item, id, who, how));
        return item(wish);
    }

    private InboxItem item(Wish wish) {
        return inbox.find(wish.itemId(), wish.organizationId()).orElseThrow(AnswerLedger::unknown);
    }

    private Writer writer(InboxItem item) {
        return writers.of(item.inboundId(), item.patientId()).orElseThrow(AnswerLedger::unknown);
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("unknown-item", "There is no such inbox item");
    }

    private StaffWords words(Wish wish, Writer writer) {
        return switch (wish.said()) {
            case Said.Text text -> new StaffWords(message(wish, text, writer).text(), null);
            case Said.Template(var key) -> new StaffWords(null, key);
        };
    }

    private MessageContent message(Wish wish, Said.Text text, Writer writer) {
        return phrasing.staff(writer.asker(), organizations.find(wish.organizationId()), text.text())
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

    private void demandReachable(Writer writer, Said said) {
        var asker = writer.asker();
        if (asker.optedOut()) {
            throw ProblemException.conflict("opted-out", "The patient wants no messages on this channel; call instead");
        }
        switch (said) {
            case Said.Text _ -> demandWindow(writer);
            case Said.Template _ -> {
                if (asker.channel() != Channel.WHATSAPP) {
                    throw ProblemException.conflict(
                            "template-not-needed", "Templates are for WhatsApp; answer in your own words here");
                }
                patient(writer);
            }
        }
    }

    private void demandWindow(Writer writer) {
        if (writer.asker().channel() == Channel.WHATSAPP && !clock.instant().isBefore(windowEnd(writer))) {
            throw ProblemException.conflict(
                            "window-closed",
                            "WhatsApp takes free text only within 24 hours after the patient wrote;"
                                    + " a template message may be chosen instead")
                    .with("templates", choices.keys());
        }
    }

    /** Whose permission a template needs, and at whose address. */
    private static long patient(Writer writer) {
        var patient = writer.asker().patientId();
        if (patient == null || !writer.asker().known()) {
            throw ProblemException.conflict(
                    "unknown-patient", "Nobody knows which patient wrote; a template cannot be sent");
        }
        return patient;
    }

    private static Instant windowEnd(Writer writer) {
        return writer.lastWrote().plus(WINDOW);
    }

    private Instant deadline(Writer writer) {
        var usual = clock.instant().plus(pace.ofReal(PATIENCE));
        var window = windowEnd(writer);
        return writer.asker().channel() == Channel.WHATSAPP && window.isBefore(usual) ? window : usual;
    }

    private AuditRecorded audit(InboxItem item, UUID answerId, Viewer who, Map<String, String> how) {
        var details = new HashMap<>(Map.of(
                "item_id", item.id().toString(),
                "inbound_id", item.inboundId().toString(),
                "answer_id", answerId.toString(),
                "channel", item.channel().code(),
                "step", "answered"));
        details.putAll(how);
        return new AuditRecorded(
                item.organizationId(),
                item.patientId(),
                who.name(),
                AuditAction.SEND,
                Map.copyOf(details),
                who.ipAddress(),
                who.userAgent(),
                clock.instant());
    }

    /** An item, who wrote it, and whether the very same answer was ordered before. */
    record Looked(InboxItem item, Writer writer, boolean repeated) {}

    /**
     * How a patient is spoken to.
     *
     * @param language a tag such as {@code es}
     * @param variables what is known of the clinic
     */
    record Voice(long patientId, String language, Map<String, String> variables) {}
}
