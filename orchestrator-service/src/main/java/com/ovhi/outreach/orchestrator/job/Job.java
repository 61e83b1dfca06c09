package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Milestone;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** One message to one patient, from the decision to the answer: how far it is, what it says and what may take over from it. */
@Entity
@Table(name = "comm_jobs")
class Job extends TrackedJob {

    @Embedded
    private Succession succession = new Succession();

    @Embedded
    private Content content = new Content();

    private Instant expiresAt;

    @Column(name = "is_urgent")
    private boolean urgent;

    private Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected Job() {}

    Job(NewJob job, FieldCipher cipher, Instant now) {
        super(job, now);
        succession = new Succession(job);
        content = new Content(job, cipher);
        expiresAt = job.expiresAt();
        urgent = job.urgent();
        createdAt = now;
    }

    /** As what a new contact for its occasion, unlike a successor of its own, takes over. */
    Predecessor begunAnew() {
        return succession.toNewContact(getId());
    }

    /** What was asked for when it was made, to be asked again. */
    Retold retold(FieldCipher cipher, Replan.Cause cause, Instant now) {
        var own = terms().own();
        var planned = own == null ? scheduledAt() : own.sendAt();
        var sent = progress().has(Milestone.SENT);
        return new Retold(
                origin().requestId(),
                organizationId(),
                patientId(),
                origin().providerId(),
                purpose(),
                origin().requestedTemplateId(),
                content.variables(getId(), cipher),
                sent || planned == null || !now.isBefore(planned) ? null : planned,
                terms().notBefore(planned),
                own == null ? expiresAt : own.expiresAt(),
                origin().campaignId(),
                urgent,
                subjectRef(),
                subjectVersion(),
                origin().abVariant(),
                succession.toSuccessor(getId(), cause, sent),
                terms().conditions(),
                origin().step());
    }

    /** For a person who knows the address anyway. */
    String maskedRecipient(FieldCipher cipher) {
        return content.maskedRecipient(getId(), cipher);
    }

    JobView view(String maskedRecipient) {
        return new JobView(
                getId(),
                origin().requestId(),
                Long.toString(patientId()),
                purpose(),
                channel(),
                succession.route(),
                status(),
                maskedRecipient,
                origin().language(),
                scheduledAt(),
                expiresAt,
                course().moved(scheduledAt()),
                course().sentAt(),
                origin().templateId(),
                origin().templateVersion(),
                origin().campaignId(),
                origin().providerId(),
                origin().abVariant(),
                urgent,
                attempts().retryCount(),
                attempts().errorMessage(),
                attempts().providerMessageId(),
                course().conflict(),
                subjectRef(),
                subjectVersion(),
                succession.previousJobId(),
                createdAt,
                updatedAt());
    }

    /** The row of it while it is new. */
    Columns columns() {
        var row = new Columns()
                .put("expires_at", expiresAt)
                .put("is_urgent", urgent)
                .put("created_at", createdAt);
        writeTo(row);
        succession.writeTo(row);
        content.writeTo(row);
        return row;
    }

    /** Which queue it travels in. */
    Lane lane() {
        return Lane.of(purpose(), urgent);
    }
}
