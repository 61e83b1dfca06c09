package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One message to one patient, from the decision to the answer. Guards its own progress. */
@Entity
@Table(name = "comm_jobs")
class Job {

    /** What is due sooner than this may be under way already. */
    static final Duration LEAD = Duration.ofMinutes(2);

    @Id
    private UUID id;

    private long organizationId;
    private long patientId;

    @Embedded
    private Origin origin = new Origin();

    @Convert(converter = Codes.OfPurpose.class)
    private Purpose purpose;

    @Convert(converter = Codes.OfChannel.class)
    private Channel channel;

    @Embedded
    private Succession succession = new Succession();

    @Embedded
    private Content content = new Content();

    private @Nullable String subjectRef;
    private @Nullable Integer subjectVersion;
    private Instant scheduledAt;
    private Instant expiresAt;

    @Embedded
    private Course course = new Course();

    @Embedded
    private Attempts attempts = new Attempts();

    @Column(name = "is_urgent")
    private boolean urgent;

    @Embedded
    private Terms terms = new Terms();

    private Instant createdAt;
    private Instant updatedAt;

    /** For Hibernate: nothing is written over what was not read. */
    @Version
    private int rowVersion;

    @SuppressWarnings("NullAway.Init")
    protected Job() {}

    Job(NewJob job, FieldCipher cipher, Instant now) {
        id = job.id();
        organizationId = job.organizationId();
        patientId = job.patientId();
        origin = new Origin(job);
        purpose = job.purpose();
        channel = job.channel();
        succession = new Succession(job);
        content = new Content(job, cipher);
        subjectRef = job.subjectRef();
        subjectVersion = job.subjectVersion();
        scheduledAt = job.scheduledAt();
        expiresAt = job.expiresAt();
        urgent = job.urgent();
        terms = new Terms(job);
        createdAt = now;
        updatedAt = now;
        course = new Course(channel, now);
    }

    /**
     * Takes note of what was seen.
     *
     * @return the milestones that are new, earliest first
     */
    List<Milestone> observe(Observation seen, Instant now) {
        attempts.note(seen);
        updatedAt = now;
        return course.note(seen, channel);
    }

    Progress progress() {
        return course.progress();
    }

    /** What is told to the suite when a milestone is reached. */
    JobChanged changed(Milestone milestone, @Nullable String reason) {
        return new JobChanged(
                id,
                organizationId,
                patientId,
                origin.providerId(),
                origin.campaignId(),
                origin.abVariant(),
                purpose,
                channel,
                milestone,
                course.status(),
                subjectRef,
                subjectVersion,
                scheduledAt,
                Objects.requireNonNullElse(course.at(milestone), updatedAt),
                reason,
                terms.household() ? Boolean.TRUE : null,
                terms.discreet() ? Boolean.TRUE : null,
                origin.step(),
                origin.wording(content.language()));
    }

    /** As what a new contact for its occasion, unlike a successor of its own, takes over. */
    Predecessor begunAnew() {
        return succession.toNewContact(id);
    }

    /** What has become of it. */
    Fate fate() {
        return course.fate(attempts);
    }

    FailedJob failure() {
        return attempts.failure(id, organizationId, patientId, channel, purpose);
    }

    /** Whoever asked for the contact or got it wants it no more, or nothing can come of it: no other job takes over. */
    void callOff() {
        course.callOff();
    }

    /** Whether a worker may have it before anybody can call it off. */
    boolean mayBeUnderWay(Instant now) {
        return !now.isBefore(handedOver());
    }

    /** What was asked for when it was made, to be asked again. */
    Retold retold(FieldCipher cipher, Replan.Cause cause, Instant now) {
        var own = terms.own();
        var planned = own == null ? scheduledAt : own.sendAt();
        var sent = progress().has(Milestone.SENT);
        return new Retold(
                origin.requestId(),
                organizationId,
                patientId,
                origin.providerId(),
                purpose,
                origin.requestedTemplateId(),
                content.variables(id, cipher),
                sent || planned == null || !now.isBefore(planned) ? null : planned,
                terms.notBefore(planned),
                own == null ? expiresAt : own.expiresAt(),
                origin.campaignId(),
                urgent,
                subjectRef,
                subjectVersion,
                origin.abVariant(),
                succession.toSuccessor(id, cause, sent),
                terms.conditions(),
                origin.step());
    }

    /** Whether it was sent so much later than planned. */
    boolean sentLate(Duration tolerance) {
        return course.sentAfter(scheduledAt.plus(tolerance));
    }

    /** For a person who knows the address anyway. */
    String maskedRecipient(FieldCipher cipher) {
        return content.maskedRecipient(id, cipher);
    }

    JobView view(String maskedRecipient) {
        return new JobView(
                id,
                origin.requestId(),
                Long.toString(patientId),
                purpose,
                channel,
                succession.route(),
                course.status(),
                maskedRecipient,
                content.language(),
                scheduledAt,
                expiresAt,
                course.moved(scheduledAt),
                course.sentAt(),
                origin.templateId(),
                origin.templateVersion(),
                origin.campaignId(),
                origin.providerId(),
                origin.abVariant(),
                urgent,
                attempts.retryCount(),
                attempts.errorMessage(),
                attempts.providerMessageId(),
                course.conflict(),
                subjectRef,
                subjectVersion,
                succession.previousJobId(),
                createdAt,
                updatedAt);
    }

    /** The row of it while it is new. */
    Columns columns() {
        var row = new Columns()
                .put("id", id)
                .put("organization_id", organizationId)
                .put("patient_id", patientId)
                .put("purpose", purpose.code())
                .put("channel", channel.code())
                .put("subject_ref", subjectRef)
                .put("subject_version", subjectVersion)
                .put("scheduled_at", scheduledAt)
                .put("expires_at", expiresAt)
                .put("is_urgent", urgent)
                .put("created_at", createdAt)
                .put("updated_at", updatedAt)
                .put("row_version", rowVersion);
        origin.writeTo(row);
        succession.writeTo(row);
        content.writeTo(row);
        course.writeTo(row);
        attempts.writeTo(row);
        terms.writeTo(row);
        return row;
    }

    Stream<Columns> milestones() {
        return course.milestones(id);
    }

    UUID getId() {
        return id;
    }

    boolean household() {
        return terms.household();
    }

    /** Which queue it travels in. */
    Lane lane() {
        return Lane.of(purpose, urgent);
    }

    long organizationId() {
        return organizationId;
    }

    long patientId() {
        return patientId;
    }

    /** When a worker may have it at the earliest, as far as is known. */
    Instant handedOver() {
        return course.due(scheduledAt).minus(LEAD);
    }

    Channel channel() {
        return channel;
    }

    Purpose purpose() {
        return purpose;
    }

    JobStatus status() {
        return course.status();
    }
}
