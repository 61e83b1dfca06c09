package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.segment.experiment.Design;
import com.ovhi.outreach.segment.population.Organization;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something an organisation wants to tell the members of a segment. {@code edition} is the newest version people wrote,
 * {@code runningEdition} the one patients are enrolled on. How far it has come is {@link Runs}' business.
 */
@Entity
@Table(name = "comm_campaigns")
class Campaign {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Version
    private int version;

    private String name;

    @Column(columnDefinition = "text")
    private @Nullable String description;

    private long segmentId;

    @Column(columnDefinition = "json")
    private String steps;

    @Column(columnDefinition = "json")
    private @Nullable String terms;

    @Column(columnDefinition = "json")
    private @Nullable String abVariants;

    private int edition = 1;
    private @Nullable Integer runningEdition;

    @Embedded
    private @Nullable Approval approval;

    private @Nullable String editedBy;
    private int round;
    private @Nullable String pauseReason;

    @Column(updatable = false)
    private long organizationId;

    @Column(updatable = false)
    private String createdBy;

    private String status = CampaignStatus.DRAFT.code();

    private @Nullable LocalDate startDate;
    private @Nullable LocalDate endDate;
    private @Nullable Instant startsAt;
    private @Nullable Instant endsAt;
    private @Nullable Instant resumedAt;

    @SuppressWarnings("UnusedVariable") // Runs reads it
    private @Nullable Instant pausedAt;

    @Column(updatable = false)
    private Instant createdAt;

    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected Campaign() {}

    @SuppressWarnings("NullAway.Init") // write() sets the rest
    Campaign(long organizationId, Plan plan, String createdBy, Instant now) {
        this.organizationId = organizationId;
        this.createdBy = createdBy;
        this.createdAt = now;
        write(plan, createdBy, now);
    }

    /** Plans it anew. A version that patients may be enrolled on stays as it is: then this is the next one. */
    void edit(Plan plan, String by, Instant now) {
        if (status().next().isEmpty()) {
            throw ProblemException.conflict("campaign-over", "The campaign has ended");
        }
        if (status() != CampaignStatus.DRAFT && plan.segmentId() != segmentId) {
            throw ProblemException.unprocessable("segment-fixed", "A campaign that has begun keeps its segment");
        }
        if (runningEdition != null && edition == runningEdition) {
            edition++;
        }
        write(plan, by, now);
    }

    private void write(Plan plan, String by, Instant now) {
        name = plan.name();
        description = plan.description();
        segmentId = plan.segmentId();
        steps = Step.write(plan.course().steps());
        var course = plan.course();
        terms = course.terms().equals(Terms.NONE) ? null : ContractJson.writeText(course.terms());
        abVariants = course.abVariants() == null ? null : ContractJson.writeText(course.abVariants());
        startDate = plan.startDate();
        endDate = plan.endDate();
        editedBy = by;
        approval = null;
        updatedAt = now;
    }

    /**
     * A second person has looked at the newest version, and at how many it goes to.
     *
     * @param rules by which rules its segment chooses them
     */
    void approve(String by, long recipients, String rules, Instant now) {
        if (by.equals(editedBy) || by.equals(createdBy)) {
            throw ProblemException.forbidden(
                    "second-person", "Somebody who did not write the campaign has to approve it");
        }
        approval = new Approval(edition, by, recipients, rules);
        updatedAt = now;
    }

    /** What was approved is not what it does any more, and few enough for one person now. */
    void forgetApproval() {
        approval = null;
    }

    /** That of the newest version; null while there is none. */
    @Nullable
    Approval approval() {
        return approval != null && Objects.equals(approval.edition(), edition) ? approval : null;
    }

    /** Starts or goes on with the newest version; its days are those of the organisation's zone. */
    void activate(Organization organization, Instant now) {
        var end = endDate == null ? null : organization.startOf(endDate.plusDays(1));
        if (end != null && !end.isAfter(now)) {
            throw ProblemException.unprocessable("campaign-over", "The campaign's last day has passed");
        }
        if (become(CampaignStatus.ACTIVE, now) || !Objects.equals(runningEdition, edition)) {
            startsAt = startDate == null ? Objects.requireNonNullElse(startsAt, now) : organization.startOf(startDate);
            endsAt = end;
            runningEdition = edition;
            pauseReason = null;
            updatedAt = now;
        }
    }

    /** Emits nothing more until it is activated again; what was asked for is to be called off if that changed anything. */
    boolean pause(String reason, Instant now) {
        var paused = become(CampaignStatus.PAUSED, now);
        if (paused) {
            round++;
            pauseReason = reason;
            pausedAt = now;
        }
        return paused;
    }

    /** Emits nothing more for good; what was asked for is still sent. */
    void complete(Instant now) {
        become(CampaignStatus.COMPLETED, now);
    }

    /** Emits nothing more for good; what was asked for is to be called off if that changed anything. */
    boolean cancel(Instant now) {
        var cancelled = become(CampaignStatus.CANCELLED, now);
        if (cancelled) {
            round++;
        }
        return cancelled;
    }

    /** Whether that changed anything. */
    private boolean become(CampaignStatus next, Instant now) {
        var present = status();
        if (present == next) {
            return false;
        }
        if (!present.next().contains(next)) {
            throw ProblemException.conflict(
                    "illegal-transition", "A campaign that is " + present.code() + " cannot become " + next.code());
        }
        status = next.code();
        resumedAt = next == CampaignStatus.ACTIVE ? now : resumedAt;
        updatedAt = now;
        return true;
    }

    long id() {
        if (id == null) {
            throw new IllegalStateException("The campaign is not stored yet");
        }
        return id;
    }

    String name() {
        return name;
    }

    @Nullable
    String description() {
        return description;
    }

    long segmentId() {
        return segmentId;
    }

    /** The newest version. */
    Course course() {
        return new Course(
                Step.read(steps),
                terms == null ? null : ContractJson.read(terms, Terms.class),
                abVariants == null ? null : ContractJson.read(abVariants, Design.class));
    }

    int edition() {
        return edition;
    }

    @Nullable
    Integer runningEdition() {
        return runningEdition;
    }

    /** The later of a time and that of its last start; what happened before somebody started it is known to them. */
    Instant startedSince(Instant earliest) {
        return resumedAt == null || resumedAt.isBefore(earliest) ? earliest : resumedAt;
    }

    /** How often it was paused. */
    int round() {
        return round;
    }

    @Nullable
    String pauseReason() {
        return pauseReason;
    }

    @Nullable
    String approvedBy() {
        return approval == null ? null : approval.by();
    }

    long organizationId() {
        return organizationId;
    }

    String createdBy() {
        return createdBy;
    }

    CampaignStatus status() {
        return CampaignStatus.of(status);
    }

    @Nullable
    LocalDate startDate() {
        return startDate;
    }

    @Nullable
    LocalDate endDate() {
        return endDate;
    }

    @Nullable
    Instant startsAt() {
        return startsAt;
    }

    @Nullable
    Instant endsAt() {
        return endsAt;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }
}
