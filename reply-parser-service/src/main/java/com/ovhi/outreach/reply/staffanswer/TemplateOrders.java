package com.ovhi.outreach.reply.staffanswer;

import com.ovhi.outreach.common.contract.AnswerReported.Outcome;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.StaffAnswerRefused;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.reply.answer.TemplateAnswers;
import com.ovhi.outreach.reply.answer.TemplateAnswers.TemplateAnswer;
import com.ovhi.outreach.reply.prompts.AnswerJobs;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Requests templates as answers from the orchestrator, which judges them like any message, and follows what becomes of them. */
@Component
class TemplateOrders implements AnswerJobs {

    private final TemplateAnswers answers;
    private final StaffTemplates templates;
    private final FieldCipher cipher;
    private final Outbox outbox;
    private final Clock clock;

    TemplateOrders(TemplateAnswers answers, StaffTemplates templates, FieldCipher cipher, Outbox outbox, Clock clock) {
        this.answers = answers;
        this.templates = templates;
        this.cipher = cipher;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Requests it once, by WhatsApp and nowhere else: a template belongs to one channel.
     *
     * @param templateId of the answer's key, in the patient's language
     * @param variables what it may say
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void order(TemplateAnswer answer, long templateId, Map<String, String> variables) {
        if (!answers.note(answer)) {
            return;
        }
        var purpose = templates.of(answer.template()).purpose();
        var now = clock.instant();
        var id = answer.answerId();
        var subject = StaffAnswerRefused.subject(id);
        outbox.publish(
                Topics.request(purpose, false),
                Long.toString(answer.patientId()),
                OutreachRequested.builder(id, answer.organizationId(), answer.patientId(), purpose, subject)
                        .templateId(templateId)
                        .variables(cipher.seal(ContractJson.writeText(variables), "request|" + id))
                        .preferredChannel(Channel.WHATSAPP)
                        // What has a time of its own waits for no better hour.
                        .sendAt(now)
                        .expiresAt(now.plus(templates.useful()))
                        .subjectRef(subject)
                        .build());
    }

    @Override
    public boolean answers(JobChanged job) {
        return StaffAnswerRefused.answer(job.subjectRef()).isPresent();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void changed(JobChanged job) {
        StaffAnswerRefused.answer(job.subjectRef())
                .ifPresent(answer -> outcome(job)
                        .ifPresent(outcome -> answers.became(
                                answer, outcome, outcome == Outcome.ACCEPTED ? null : reason(job), job.occurredAt())));
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void refused(StaffAnswerRefused refusal) {
        answers.became(refusal.answerId(), Outcome.REFUSED, refusal.reason(), refusal.refusedAt());
    }

    private static String reason(JobChanged job) {
        var reason = job.reason();
        return reason == null ? job.milestone().code() : reason;
    }

    /** Empty while it is on its way. */
    private static Optional<Outcome> outcome(JobChanged job) {
        return switch (job.milestone()) {
            case SCHEDULED, PROCESSING -> Optional.empty();
            case SENT, DELIVERED, OPENED, CLICKED, REPLIED -> Optional.of(Outcome.ACCEPTED);
            case BOUNCED, FAILED, EXPIRED, CANCELLED -> Optional.of(Outcome.NOT_SENT);
            case UNDER_REVIEW -> Optional.of(Outcome.UNKNOWN);
        };
    }
}
