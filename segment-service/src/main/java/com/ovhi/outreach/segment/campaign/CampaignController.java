package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.segment.experiment.Design;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/campaigns")
class CampaignController {

    private static final String MAY_SEND = "hasAuthority('campaign-manager')";
    private static final String MAY_LOOK = "hasAnyAuthority('campaign-manager','clinic-staff','compliance','ops')";

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Set<String> TEXTS = Set.of("unknown-template", "unsuitable-template", "text-missing");

    private final Campaigning campaigning;
    private final ProgressLookUp progress;
    private final Reporting reporting;
    private final DryRun dryRun;

    CampaignController(Campaigning campaigning, ProgressLookUp progress, Reporting reporting, DryRun dryRun) {
        this.campaigning = campaigning;
        this.progress = progress;
        this.reporting = reporting;
        this.dryRun = dryRun;
    }

    @PostMapping
    @PreAuthorize(MAY_SEND)
    ResponseEntity<CampaignView> create(Caller caller, @Valid @RequestBody CampaignRequest request) {
        var campaign = campaigning.create(caller.organization(), request.plan(), caller.subject());
        return ResponseEntity.created(URI.create("/api/v1/campaigns/" + campaign.id()))
                .body(view(campaign));
    }

    @GetMapping
    @PreAuthorize(MAY_LOOK)
    CampaignPage list(
            Caller caller,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
        var page = campaigning.list(caller.organization(), after, limit);
        var counts = progress.of(page.stream().map(Campaign::id).toList());
        return new CampaignPage(
                page.stream()
                        .map(each -> CampaignView.of(each, Objects.requireNonNull(counts.get(each.id()))))
                        .toList(),
                page.size() < limit ? null : page.getLast().id());
    }

    @GetMapping("/{id}")
    @PreAuthorize(MAY_LOOK)
    CampaignView get(Caller caller, @PathVariable long id) {
        return view(campaigning.find(caller.organization(), id));
    }

    @PutMapping("/{id}")
    @PreAuthorize(MAY_SEND)
    CampaignView edit(Caller caller, @PathVariable long id, @Valid @RequestBody CampaignRequest request) {
        return view(campaigning.edit(caller.organization(), id, request.plan(), caller.subject()));
    }

    @GetMapping("/{id}/report")
    @PreAuthorize(MAY_LOOK)
    Report report(Caller caller, @PathVariable long id) {
        return reporting.report(campaigning.find(caller.organization(), id));
    }

    @GetMapping("/{id}/dry-run")
    @PreAuthorize(MAY_SEND)
    Rehearsal rehearse(
            Caller caller,
            @PathVariable long id,
            @RequestParam(defaultValue = "10000") @Min(1) @Max(100_000) int members,
            HttpServletRequest http) {
        return dryRun.of(campaigning.find(caller.organization(), id), members, Viewer.of(caller, http));
    }

    /**
     * What keeps the newest version from being sent is told before anything is. While template-service does not answer nothing
     * begins: nobody knows whether there are texts.
     *
     * @param move whether those who are enrolled go on with the newest version, and get what was held in its words; has to
     *     be said where a pause is over and there is a new version
     */
    @PostMapping("/{id}/activate")
    @PreAuthorize(MAY_SEND)
    CampaignView activate(
            Caller caller, @PathVariable long id, @RequestParam(required = false) @Nullable Boolean move) {
        var all = reporting.report(campaigning.find(caller.organization(), id)).findings();
        var findings = all.stream().filter(each -> TEXTS.contains(each.code())).toList();
        if (!findings.isEmpty()) {
            throw ProblemException.unprocessable("texts-missing", "Some steps have no text for their patients")
                    .with("findings", findings);
        }
        if (all.stream().anyMatch(each -> StepTexts.UNKNOWN.equals(each.code()))) {
            throw ProblemException.unavailable(
                    StepTexts.UNKNOWN, "The texts cannot be looked at now; nothing has begun", SOON);
        }
        return view(campaigning.activate(caller.organization(), id, move));
    }

    /**
     * What was seen is what is approved: both can be read in the campaign and its report.
     *
     * @param version null is the newest one
     * @param rules of the segment; null are those of now
     */
    @PostMapping("/{id}/approve")
    @PreAuthorize("hasAnyAuthority('campaign-manager','compliance')")
    CampaignView approve(
            Caller caller,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(required = false) @Nullable String rules) {
        return view(campaigning.approve(caller.organization(), id, version, rules, caller.subject()));
    }

    @PostMapping("/{id}/cancel")
    @PreAuthorize(MAY_SEND)
    CampaignView cancel(Caller caller, @PathVariable long id) {
        return view(campaigning.cancel(caller.organization(), id));
    }

    @PostMapping("/{id}/move")
    @PreAuthorize(MAY_SEND)
    Moved move(Caller caller, @PathVariable long id) {
        return new Moved(campaigning.move(caller.organization(), id));
    }

    /** Patients who go on with another version. */
    record Moved(int patients) {}

    @PostMapping("/{id}/pause")
    @PreAuthorize(MAY_SEND)
    CampaignView pause(Caller caller, @PathVariable long id) {
        return view(campaigning.pause(caller.organization(), id));
    }

    @PostMapping("/{id}/complete")
    @PreAuthorize(MAY_SEND)
    CampaignView complete(Caller caller, @PathVariable long id) {
        return view(campaigning.complete(caller.organization(), id));
    }

    private CampaignView view(Campaign campaign) {
        var counts = progress.of(List.of(campaign.id()));
        return CampaignView.of(campaign, Objects.requireNonNull(counts.get(campaign.id())));
    }

    /** A campaign as people plan it. */
    record CampaignRequest(
            @NotBlank @Size(max = 255) String name,
            @Nullable @Size(max = 2000) String description,
            @NotNull @Positive Long segmentId,
            @NotNull @Size(min = 1, max = 20) List<@Valid @NotNull Step> steps,
            @Nullable @Valid Terms terms,
            @Nullable @Valid Design abVariants,
            @Nullable LocalDate startDate,
            @Nullable LocalDate endDate) {

        Plan plan() {
            return new Plan(
                    name.strip(), description, segmentId, new Course(steps, terms, abVariants), startDate, endDate);
        }
    }

    /**
     * A campaign as people read it; {@code startsAt} and {@code endsAt} are known once it was activated.
     *
     * @param version the newest one, which is shown
     * @param runningVersion the one patients are enrolled on, null before the first activation
     */
    record CampaignView(
            long id,
            String name,
            @Nullable String description,
            long segmentId,
            List<Step> steps,
            Terms terms,
            @Nullable Design abVariants,
            int version,
            @Nullable Integer runningVersion,
            CampaignStatus status,
            @Nullable String pauseReason,
            @Nullable String approvedBy,
            @Nullable LocalDate startDate,
            @Nullable LocalDate endDate,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            String createdBy,
            Instant createdAt,
            Instant updatedAt,
            Progress counts) {

        static CampaignView of(Campaign campaign, Progress progress) {
            var course = campaign.course();
            return new CampaignView(
                    campaign.id(),
                    campaign.name(),
                    campaign.description(),
                    campaign.segmentId(),
                    course.steps(),
                    course.terms(),
                    course.abVariants(),
                    campaign.edition(),
                    campaign.runningEdition(),
                    campaign.status(),
                    campaign.pauseReason(),
                    campaign.approvedBy(),
                    campaign.startDate(),
                    campaign.endDate(),
                    campaign.startsAt(),
                    campaign.endsAt(),
                    campaign.createdBy(),
                    campaign.createdAt(),
                    campaign.updatedAt(),
                    progress);
        }
    }

    /** {@code next} is what to ask for as {@code after}; null on the last page. */
    record CampaignPage(
            List<CampaignView> campaigns, @Nullable Long next) {}
}
