package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.segment.campaign.Campaign.Plan;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/campaigns")
class CampaignController {

    private static final String MAY_SEND = "hasAuthority('campaign-manager')";
    private static final String MAY_LOOK = "hasAnyAuthority('campaign-manager','clinic-staff','ops')";

    private final Campaigning campaigning;
    private final Expansions expansions;

    CampaignController(Campaigning campaigning, Expansions expansions) {
        this.campaigning = campaigning;
        this.expansions = expansions;
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
        return new CampaignPage(
                page.stream().map(this::view).toList(),
                page.size() < limit ? null : page.getLast().id());
    }

    @GetMapping("/{id}")
    @PreAuthorize(MAY_LOOK)
    CampaignView get(Caller caller, @PathVariable long id) {
        return view(campaigning.find(caller.organization(), id));
    }

    @PostMapping("/{id}/activate")
    @PreAuthorize(MAY_SEND)
    CampaignView activate(Caller caller, @PathVariable long id) {
        return view(campaigning.activate(caller.organization(), id));
    }

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
        return CampaignView.of(campaign, expansions.progress(campaign.id()));
    }

    /** A campaign as people plan it. For now it has one step. */
    record CampaignRequest(
            @NotBlank @Size(max = 255) String name,
            @Nullable @Size(max = 2000) String description,
            @NotNull @Positive Long segmentId,
            @NotNull @Size(min = 1, max = 1) List<@Valid @NotNull Step> steps,
            @Nullable LocalDate startDate,
            @Nullable LocalDate endDate) {

        Plan plan() {
            return new Plan(name.strip(), description, segmentId, steps, startDate, endDate);
        }
    }

    /** A campaign as people read it; {@code startsAt} and {@code endsAt} are known once it was activated. */
    record CampaignView(
            long id,
            String name,
            @Nullable String description,
            long segmentId,
            List<Step> steps,
            CampaignStatus status,
            @Nullable LocalDate startDate,
            @Nullable LocalDate endDate,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            String createdBy,
            Instant createdAt,
            Instant updatedAt,
            Progress counts) {

        static CampaignView of(Campaign campaign, Progress progress) {
            return new CampaignView(
                    campaign.id(),
                    campaign.name(),
                    campaign.description(),
                    campaign.segmentId(),
                    campaign.steps(),
                    campaign.status(),
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
