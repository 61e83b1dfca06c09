package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;
import tools.jackson.core.type.TypeReference;

/** One message to one patient, from the decision to the answer. Guards its own progress. */
@Entity
@Table(name = "comm_jobs")
class Job implements Persistable<UUID> {

    /** What is due sooner than this may be under way already. */
    static final Duration LEAD = Duration.ofMinutes(2);

    @Id
    private UUID id;

    private long organizationId;
    private long patientId;
    private @Nullable Long providerId;
    private @Nullable Long requestedTemplateId;
    private long templateId;
    private int templateVersion;
    private @Nullable Long campaignId;
    private UUID requestId;

    private UUID slotId;

    @Convert(converter = Codes.OfPurpose.class)
    private Purpose purpose;

    @Convert(converter = Codes.OfChannel.class)
    private Channel channel;

    @Convert(converter = Codes.OfRoute.class)
    @Column(name = "channel_route")
    private List<Channel> route = List.of();

    private @Nullable UUID previousJobId;
    private int generation;

    private String language;
    private String recipient;

    @Column(columnDefinition = "CHAR(32)")
    private String recipientHash;

    @SuppressWarnings("UnusedVariable") // sealed; for the reader of the table
    private @Nullable String subject;

    @Column(columnDefinition = "MEDIUMTEXT")
    private String body;

    @Column(columnDefinition = "MEDIUMTEXT")
    private String variables;

    private @Nullable String subjectRef;
    private @Nullable Integer subjectVersion;
    private Instant scheduledAt;
    private Instant expiresAt;
    private @Nullable Instant sentAt;

    @Convert(converter = Codes.OfStatus.class)
    private JobStatus status;

    private boolean deliveryConflict;

    @Embedded
    private Attempts attempts = new Attempts();

    @Column(name = "is_urgent")
    private boolean urgent;

    private @Nullable String abVariant;

    private boolean unlessConfirmed;

    private @Nullable String mergeKey;

    @Column(name = "is_household")
    private boolean household;

    @Column(name = "is_discreet")
    @SuppressWarnings("UnusedVariable") // for whoever looks for those that say more
    private boolean discreet;

    @Column(name = "is_open_email")
    @SuppressWarnings("UnusedVariable") // for whoever looks for those that say more than they may by now
    private boolean openEmail;

    @Column(name = "is_called_off")
    private boolean calledOff;

    private Instant createdAt;
    private Instant updatedAt;

    @Version
    @SuppressWarnings("UnusedVariable") // for Hibernate: nothing is written over what was not read
    private int rowVersion;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "comm_job_milestones", joinColumns = @JoinColumn(name = "job_id"))
    @MapKeyColumn(name = "milestone")
    @Column(name = "first_at")
    private Map<String, Instant> milestones = new HashMap<>();

    @Transient
    private boolean stored;

    @SuppressWarnings("NullAway.Init")
    protected Job() {}

    Job(NewJob job, FieldCipher cipher, Instant now) {
        id = job.id();
        organizationId = job.organizationId();
        patientId = job.patientId();
        providerId = job.providerId();
        requestedTemplateId = job.requestedTemplateId();
        templateId = job.templateId();
        templateVersion = job.templateVersion();
        campaignId = job.campaignId();
        requestId = job.requestId();
        slotId = job.slotId();
        purpose = job.purpose();
        channel = job.channel();
        route = job.route();
        var predecessor = job.predecessor();
        if (predecessor != null) {
            previousJobId = predecessor.jobId();
            generation = predecessor.generation() + 1;
        }
        language = job.content().language();
        recipient = seal(cipher, "recipient", job.content().address());
        recipientHash = job.content().addressHash();
        var title = job.content().subject();
        subject = title == null ? null : seal(cipher, "subject", title);
        body = seal(cipher, "body", job.content().text());
        variables = seal(cipher, "variables", ContractJson.writeText(job.variables()));
        subjectRef = job.subjectRef();
        subjectVersion = job.subjectVersion();
        scheduledAt = job.scheduledAt();
        expiresAt = job.expiresAt();
        status = JobStatus.QUEUED;
        urgent = job.urgent();
        abVariant = job.abVariant();
        unlessConfirmed = job.conditions().unlessConfirmed();
        mergeKey = job.conditions().mergeKey();
        household = job.household();
        discreet = job.discreet();
        openEmail = job.openEmail();
        createdAt = now;
        updatedAt = now;
        apply(Progress.NONE.with(Milestone.SCHEDULED, now));
    }

    private String seal(FieldCipher cipher, String column, String plain) {
        return cipher.seal(plain, context(column)).ciphertext();
    }

    private String context(String column) {
        return "comm_jobs|" + column + "|" + id;
    }

    /**
     * Takes note of what was seen.
     *
     * @return the milestones that are new, earliest first
     */
    List<Milestone> observe(Observation seen, Instant now) {
        var before = progress();
        var after = before;
        var reached = new ArrayList<Milestone>();
        for (var milestone : seen.milestones()) {
            after = after.with(milestone, seen.at());
            if (!before.has(milestone)) {
                reached.add(milestone);
            }
        }
        attempts.note(seen);
        apply(after);
        updatedAt = now;
        return reached;
    }

    private void apply(Progress progress) {
        progress.firstAt().forEach((milestone, at) -> milestones.put(milestone.code(), at));
        status = progress.status(channel);
        deliveryConflict = progress.conflict();
        sentAt = progress.firstAt().get(Milestone.SENT);
    }

    Progress progress() {
        return new Progress(milestones.entrySet().stream()
                .collect(Collectors.toMap(each -> Milestone.of(each.getKey()), Map.Entry::getValue)));
    }

    /** What is told to the suite when a milestone is reached. */
    JobChanged changed(Milestone milestone, @Nullable String reason) {
        return new JobChanged(
                id,
                organizationId,
                patientId,
                providerId,
                campaignId,
                abVariant,
                purpose,
                channel,
                milestone,
                status,
                subjectRef,
                subjectVersion,
                scheduledAt,
                milestones.getOrDefault(milestone.code(), updatedAt),
                reason,
                household ? Boolean.TRUE : null);
    }

    /** Whether another job may take over from it for this cause. */
    boolean replaceable(Replan.Cause cause) {
        return !calledOff
                && switch (cause) {
                    case PATIENCE, SWITCHED_OFF, CROWDED -> unsent() && !status.ended();
                    case FALLBACK, ADDRESS, REVIEW -> unsent() && status == JobStatus.FAILED;
                    case SPLIT -> unsent() && status == JobStatus.CANCELLED;
                    case UNDELIVERED, SILENCE -> acceptedButMissing();
                };
    }

    /** Whether nothing of it was sent, and nothing can be. */
    private boolean unsent() {
        return !progress().has(Milestone.SENT) && !attempts.inFlight();
    }

    /** Whether somebody has said that it ended without being sent; that it was called off says nothing of that. */
    boolean cameToNothing() {
        return unsent()
                && Stream.of(Milestone.FAILED, Milestone.BOUNCED, Milestone.EXPIRED)
                        .anyMatch(progress()::has);
    }

    /** Whether a provider has accepted it and nothing says that it arrived. */
    private boolean acceptedButMissing() {
        var progress = progress();
        return progress.has(Milestone.SENT)
                && Stream.of(Milestone.DELIVERED, Milestone.OPENED, Milestone.CLICKED, Milestone.REPLIED)
                        .noneMatch(progress::has);
    }

    FailedJob failure() {
        var code = attempts.errorMessage();
        return new FailedJob(
                id,
                organizationId,
                patientId,
                channel,
                purpose,
                code == null ? "unknown" : code,
                attempts.retryCount() + 1);
    }

    /** Whether it was or may be sent, or has ended otherwise than by coming to nothing. */
    boolean beyondRecall() {
        var ended = status.ended() && status != JobStatus.FAILED && status != JobStatus.CANCELLED;
        return ended || attempts.inFlight() || progress().has(Milestone.SENT);
    }

    /** Whoever asked for the contact or got it wants it no more, so that no other job takes over from this one. */
    void callOff() {
        calledOff = true;
    }

    /** Whether nothing was left of it to be sent when it was called off, or it was not due then. */
    boolean calledOffInTime() {
        var calledOff = progress().firstAt().get(Milestone.CANCELLED);
        return progress().has(Milestone.FAILED)
                || progress().has(Milestone.EXPIRED)
                || calledOff != null && calledOff.isBefore(scheduledAt);
    }

    boolean isDue(Instant now) {
        return !now.isBefore(scheduledAt);
    }

    /** Whether a worker may have it before anybody can call it off. */
    boolean mayBeUnderWay(Instant now) {
        return isDue(now.plus(LEAD));
    }

    /** Whether the provider may be hearing of it right now. */
    boolean inFlight() {
        return attempts.inFlight();
    }

    /** What was asked for when it was made, to be asked again. */
    Retold retold(FieldCipher cipher, Replan.Cause cause, Instant now) {
        var left = switch (cause) {
            case SWITCHED_OFF, ADDRESS, SPLIT, CROWDED -> route;
            case FALLBACK, PATIENCE, UNDELIVERED, SILENCE -> route.isEmpty() ? route : route.subList(1, route.size());
            case REVIEW -> null;
        };
        var sealed = cipher.open(new Sealed(variables), context("variables"));
        return new Retold(
                requestId,
                organizationId,
                patientId,
                providerId,
                purpose,
                requestedTemplateId,
                ContractJson.mapper().readValue(sealed, new TypeReference<Map<String, String>>() {}),
                isDue(now) || progress().has(Milestone.SENT) ? null : scheduledAt,
                expiresAt,
                campaignId,
                urgent,
                subjectRef,
                subjectVersion,
                abVariant,
                new Predecessor(
                        id,
                        slotId,
                        left,
                        cause == Replan.Cause.SPLIT ? generation - 1 : generation,
                        progress().has(Milestone.SENT)),
                new Conditions(unlessConfirmed, mergeKey));
    }

    /** Whether it was sent so much later than planned. */
    boolean sentLate(Duration tolerance) {
        var sent = sentAt;
        return sent != null && sent.isAfter(scheduledAt.plus(tolerance));
    }

    /** For a person who knows the address anyway. */
    String maskedRecipient(FieldCipher cipher) {
        return RecipientMask.of(cipher.open(new Sealed(recipient), context("recipient")));
    }

    JobView view(String maskedRecipient) {
        return new JobView(
                id,
                requestId,
                Long.toString(patientId),
                purpose,
                channel,
                route,
                status,
                maskedRecipient,
                language,
                scheduledAt,
                expiresAt,
                sentAt,
                templateId,
                templateVersion,
                campaignId,
                providerId,
                abVariant,
                urgent,
                attempts.retryCount(),
                attempts.errorMessage(),
                attempts.providerMessageId(),
                deliveryConflict,
                subjectRef,
                subjectVersion,
                previousJobId,
                createdAt,
                updatedAt);
    }

    @Override
    public UUID getId() {
        return id;
    }

    @Override
    public boolean isNew() {
        return !stored;
    }

    @PostLoad
    @PostPersist
    void isStored() {
        stored = true;
    }

    /** Whether it speaks for several patients who are reached at one address. */
    boolean household() {
        return household;
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
        return status;
    }

    @Nullable
    String subjectRef() {
        return subjectRef;
    }

    @Nullable
    Integer subjectVersion() {
        return subjectVersion;
    }
}
