package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.segment.segment.Members.Member;
import com.ovhi.outreach.segment.segment.SegmentEvaluation.Evaluated;
import com.ovhi.outreach.segment.segment.Segmentation.Preview;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
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
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/segments")
@PreAuthorize("hasAnyAuthority('campaign-manager','clinic-staff')")
class SegmentController {

    private final Segmentation segmentation;
    private final SegmentEvaluation evaluation;

    SegmentController(Segmentation segmentation, SegmentEvaluation evaluation) {
        this.segmentation = segmentation;
        this.evaluation = evaluation;
    }

    @PostMapping
    ResponseEntity<SegmentView> create(Caller caller, @Valid @RequestBody SegmentRequest request) {
        var segment = segmentation.create(
                caller.organization(), request.name(), request.description(), request.rules(), caller.subject());
        return ResponseEntity.created(URI.create("/api/v1/segments/" + segment.id()))
                .body(SegmentView.of(segment, 0));
    }

    @GetMapping
    SegmentPage list(
            Caller caller,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "100") @Min(1) @Max(500) int limit) {
        var page = segmentation.list(caller.organization(), after, limit);
        var counts = segmentation.memberCounts(page.stream().map(Segment::id).toList());
        var views = page.stream()
                .map(each -> SegmentView.of(each, counts.getOrDefault(each.id(), 0L)))
                .toList();
        return new SegmentPage(
                views, views.size() < limit ? null : views.getLast().id());
    }

    @GetMapping("/{id}")
    SegmentView get(Caller caller, @PathVariable long id) {
        return view(segmentation.find(caller.organization(), id));
    }

    @PutMapping("/{id}")
    SegmentView change(Caller caller, @PathVariable long id, @Valid @RequestBody SegmentRequest request) {
        var known = segmentation.find(caller.organization(), id);
        var active = request.isActive() == null || request.isActive();
        return view(segmentation.change(known, request.name(), request.description(), request.rules(), active));
    }

    @PostMapping("/preview")
    Preview preview(Caller caller, @Valid @RequestBody PreviewRequest request, HttpServletRequest http) {
        return segmentation.preview(caller.organization(), request.rules(), Viewer.of(caller, http));
    }

    @PostMapping("/{id}/evaluate")
    Evaluated evaluate(Caller caller, @PathVariable long id) {
        var segment = segmentation.find(caller.organization(), id);
        if (!segment.active()) {
            throw ProblemException.conflict("inactive-segment", "The segment is not in use");
        }
        return evaluation
                .evaluate(segment)
                .orElseThrow(() -> ProblemException.conflict(
                        "segment-changed", "The segment was changed meanwhile; it is evaluated again by itself"));
    }

    @GetMapping("/{id}/members")
    MemberPage members(
            Caller caller,
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int limit,
            HttpServletRequest http) {
        var page = segmentation.members(caller.organization(), id, after, limit, Viewer.of(caller, http));
        return new MemberPage(page, page.size() < limit ? null : page.getLast().patientId());
    }

    private SegmentView view(Segment segment) {
        return SegmentView.of(
                segment, segmentation.memberCounts(List.of(segment.id())).getOrDefault(segment.id(), 0L));
    }

    /** A segment as people write it; {@code isActive} counts on change only. */
    record SegmentRequest(
            @NotBlank @Size(max = 255) String name,
            @Nullable @Size(max = 2000) String description,
            @NotNull @Schema(implementation = Object.class) JsonNode rules,
            @Nullable Boolean isActive) {}

    record PreviewRequest(
            @NotNull @Schema(implementation = Object.class) JsonNode rules) {}

    /** A segment as people read it, with its members as of now. */
    record SegmentView(
            long id,
            String name,
            @Nullable String description,
            @Schema(implementation = Object.class) JsonNode rules,
            boolean isActive,
            long patientCount,
            @Nullable Instant lastEvaluated,
            String createdBy,
            Instant createdAt,
            Instant updatedAt) {

        static SegmentView of(Segment segment, long members) {
            return new SegmentView(
                    segment.id(),
                    segment.name(),
                    segment.description(),
                    ContractJson.mapper().readTree(segment.rules()),
                    segment.active(),
                    members,
                    segment.lastEvaluated(),
                    segment.createdBy(),
                    segment.createdAt(),
                    segment.updatedAt());
        }
    }

    /** {@code next} is what to ask for as {@code after}; null on the last page. */
    record SegmentPage(List<SegmentView> segments, @Nullable Long next) {}

    /** {@code next} is what to ask for as {@code after}; null on the last page. */
    record MemberPage(List<Member> members, @Nullable Long next) {}
}
