package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A job without what it says and to which address: what it is about and how far it has come, which is all that reports need and a
 * fraction of its row. Guards its own progress.
 */
@MappedSuperclass
class TrackedJob {

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

    private @Nullable String subjectRef;
    private @Nullable Integer subjectVersion;
    private Instant scheduledAt;

    @Embedded
    private Course course = new Course();

    @Embedded
    private Attempts attempts = new Attempts();

    @Embedded
    private Terms terms = new Terms();

    private Instant updatedAt;

    /** Nothing is written over what was not read. */
    @Version
    private int rowVersion;

    @SuppressWarnings("NullAway.Init")
    protected TrackedJob() {}

    TrackedJob(NewJob job, Instant now) {
        id = job.id();
        organizationId = job.organizationId();
        patientId = job.patientId();
        origin = new Origin(job);
        purpose = job.purpose();
        channel = job.channel();
        subjectRef = job.subjectRef();
        subjectVersion = job.subjectVersion();
        scheduledAt = job.scheduledAt();
        terms = new Terms(job);
        updatedAt = now;
        course = new Course(channel, now);
    }

    /** With no milestone yet; they have rows of their own. */
    TrackedJob(Row row) throws SQLException {
        id = row.id("id");
        organizationId = row.number("organization_id");
        patientId = row.number("patient_id");
        origin = new Origin(row);
        purpose = Purpose.of(row.text("purpose"));
        channel = Channel.of(row.text("channel"));
        subjectRef = row.textOrNull("subject_ref");
        subjectVersion = row.intOrNull("subject_version");
        scheduledAt = row.time("scheduled_at");
        course = new Course(row);
        attempts = new Attempts(row);
        terms = new Terms(row);
        updatedAt = row.time("updated_at");
        rowVersion = row.integer("row_version");
    }

    /** Adds a milestone that was read. */
    void reached(String milestone, Instant at) {
        course.reached(milestone, at);
    }

    void writeTo(Columns row) {
        row.put("id", id)
                .put("organization_id", organizationId)
                .put("patient_id", patientId)
                .put("purpose", purpose.code())
                .put("channel", channel.code())
                .put("subject_ref", subjectRef)
                .put("subject_version", subjectVersion)
                .put("scheduled_at", scheduledAt)
                .put("updated_at", updatedAt)
                .put("row_version", rowVersion);
        origin.writeTo(row);
        course.writeTo(row);
        terms.writeTo(row);
        course.writeNoted(row);
        attempts.writeTo(row);
    }

    Stream<Columns> milestones() {
        return course.milestones(id);
    }

    /**
     * Takes note of what was seen. It is a change only if it is news.
     *
     * @return the milestones that are new, earliest first
     */
    List<Milestone> observe(Observation seen, Instant now) {
        var before = observed();
        attempts.note(seen);
        var reached = course.note(seen, channel);
        if (!observed().equals(before)) {
            updatedAt = now;
        }
        return reached;
    }

    /** What {@link #observe} may change, as it is now. */
    Observed observed() {
        var row = new Columns();
        course.writeNoted(row);
        attempts.writeTo(row);
        return new Observed(row.known(), progress());
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
                origin.wording());
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

    /** When a worker may have it at the earliest, as far as is known. */
    Instant handedOver() {
        return course.due(scheduledAt).minus(LEAD);
    }

    /** How much later than planned it was sent; zero when it was not, negative when it was sooner. */
    Duration late() {
        var sent = course.sentAt();
        return sent == null ? Duration.ZERO : Duration.between(scheduledAt, sent);
    }

    /** Whether this provider's name of the message is the one noted last, which the providers' names of jobs then hold as well. */
    boolean isKnownAs(String providerMessageId) {
        return providerMessageId.equals(attempts.providerMessageId());
    }

    UUID getId() {
        return id;
    }

    boolean household() {
        return terms.household();
    }

    long organizationId() {
        return organizationId;
    }

    long patientId() {
        return patientId;
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

    int rowVersion() {
        return rowVersion;
    }

    Instant scheduledAt() {
        return scheduledAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    @Nullable
    String subjectRef() {
        return subjectRef;
    }

    @Nullable
    Integer subjectVersion() {
        return subjectVersion;
    }

    Origin origin() {
        return origin;
    }

    Course course() {
        return course;
    }

    Attempts attempts() {
        return attempts;
    }

    Terms terms() {
        return terms;
    }
}
