package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.segment.population.Organization;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something an organisation wants to tell the members of a segment. How far it has come is {@link Expansions}' business. */
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

    @Column(updatable = false)
    private long organizationId;

    @Column(updatable = false)
    private String createdBy;

    private String status = CampaignStatus.DRAFT.code();

    private @Nullable LocalDate startDate;
    private @Nullable LocalDate endDate;
    private @Nullable Instant startsAt;
    private @Nullable Instant endsAt;

    @Column(updatable = false)
    private Instant createdAt;

    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected Campaign() {}

    Campaign(long organizationId, Plan plan, String createdBy, Instant now) {
        this.organizationId = organizationId;
        this.createdBy = createdBy;
        this.name = plan.name();
        this.description = plan.description();
        this.segmentId = plan.segmentId();
        this.steps = Step.write(plan.steps());
        this.startDate = plan.startDate();
        this.endDate = plan.endDate();
        this.createdAt = now;
        this.updatedAt = now;
    }

    /** Starts or goes on; its days are those of the organisation's zone. Nothing happens when it already runs. */
    void activate(Organization organization, Instant now) {
        var end = endDate == null ? null : organization.startOf(endDate.plusDays(1));
        if (end != null && !end.isAfter(now)) {
            throw ProblemException.unprocessable("campaign-over", "The campaign's last day has passed");
        }
        if (become(CampaignStatus.ACTIVE, now)) {
            startsAt = startDate == null ? now : organization.startOf(startDate);
            endsAt = end;
        }
    }

    /** Emits nothing more until it is activated again. */
    void pause(Instant now) {
        become(CampaignStatus.PAUSED, now);
    }

    /** Emits nothing more for good. */
    void complete(Instant now) {
        become(CampaignStatus.COMPLETED, now);
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

    List<Step> steps() {
        return Step.read(steps);
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

    /** What people plan. */
    record Plan(
            String name,
            @Nullable String description,
            long segmentId,
            List<Step> steps,
            @Nullable LocalDate startDate,
            @Nullable LocalDate endDate) {}
}
