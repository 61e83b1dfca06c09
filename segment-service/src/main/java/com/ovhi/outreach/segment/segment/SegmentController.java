package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.segment.segment.Members.Member;
import com.ovhi.outreach.segment.segment.Previews.Preview;
import com.ovhi.outreach.segment.segment.SegmentEvaluation.Evaluated;
import com.ovhi.outreach.segment.segment.SegmentViews.SegmentView;
import com.ovhi.outreach.segment.segment.SegmentViews.VersionView;
import com.ovhi.outreach.segment.segment.Segmentation.Draft;
import com.ovhi.outreach.segment.segment.Segmentation.Explained;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/segments")
@PreAuthorize("hasAnyAuthority('campaign-manager','clinic-staff')")
class SegmentController {

    private final Segmentation segmentation;
    private final SegmentEvaluation evaluation;
    private final Previews previews;

    SegmentController(Segmentation segmentation, SegmentEvaluation evaluation, Previews previews) {
        this.segmentation = segmentation;
        this.evaluation = evaluation;
        this.previews = previews;
    }

    @PostMapping
    ResponseEntity<SegmentView> create(Caller caller, @Valid @RequestBody SegmentRequest request) {
        var segment = segmentation.create(caller.organization(), request.draft(), caller.subject());
        return ResponseEntity.created(URI.create("/api/v1/segments/" + segment.id()))
                .eTag(IfMatch.tag(segment.version()))
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
    ResponseEntity<SegmentView> get(Caller caller, @PathVariable long id) {
        return view(segmentation.find(caller.organization(), id));
    }

    @PutMapping("/{id}")
    ResponseEntity<SegmentView> change(
            Caller caller,
            @PathVariable long id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody SegmentRequest request) {
        return view(segmentation.change(
                caller.organization(), id, IfMatch.version(ifMatch), request.draft(), caller.subject()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            Caller caller,
            @PathVariable long id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        segmentation.delete(caller.organization(), id, IfMatch.version(ifMatch));
    }

    @GetMapping("/{id}/versions")
    VersionPage versions(
            Caller caller,
            @PathVariable long id,
            @RequestParam(defaultValue = "2147483647") int before,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit) {
        var page = segmentation.versions(caller.organization(), id, before, limit).stream()
                .map(VersionView::of)
                .toList();
        return new VersionPage(page, page.size() < limit ? null : page.getLast().version());
    }

    @PostMapping("/preview")
    Preview preview(Caller caller, @Valid @RequestBody PreviewRequest request, HttpServletRequest http) {
        var exact = request.exact() != null && request.exact();
        return previews.preview(caller.organization(), request.rules(), exact, Viewer.of(caller, http));
    }

    @GetMapping("/{id}/explanation")
    Explained explain(
            Caller caller, @PathVariable long id, @RequestParam("patient_id") long patientId, HttpServletRequest http) {
        return segmentation.explain(caller.organization(), id, patientId, Viewer.of(caller, http));
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
        var page = segmentation.members(
                caller.organization(), id, after, limit, Viewer.of(caller, http), "segment-members");
        return new MemberPage(page, page.size() < limit ? null : page.getLast().patientId());
    }

    private ResponseEntity<SegmentView> view(Segment segment) {
        var members = segmentation.memberCounts(List.of(segment.id())).getOrDefault(segment.id(), 0L);
        return ResponseEntity.ok().eTag(IfMatch.tag(segment.version())).body(SegmentView.of(segment, members));
    }

    /** A segment as people write it; {@code is_active} is an older word for the statuses active and paused. */
    record SegmentRequest(
            @NotBlank @Size(max = 255) String name,
            @Nullable @Size(max = 2000) String description,
            @NotNull @Schema(implementation = Object.class) JsonNode rules,
            @Nullable SegmentStatus status,
            @Nullable Boolean isActive) {

        private Draft draft() {
            return new Draft(name, description, rules, wanted());
        }

        private @Nullable SegmentStatus wanted() {
            if (status != null || isActive == null) {
                return status;
            }
            return isActive ? SegmentStatus.ACTIVE : SegmentStatus.PAUSED;
        }
    }

    record PreviewRequest(
            @NotNull @Schema(implementation = Object.class) JsonNode rules,
            @Nullable Boolean exact) {}

    /** {@code next} is what to ask for as {@code after}; null on the last page. */
    record SegmentPage(List<SegmentView> segments, @Nullable Long next) {}

    /** {@code next} is what to ask for as {@code after}; null on the last page. */
    record MemberPage(List<Member> members, @Nullable Long next) {}

    /** {@code next} is what to ask for as {@code before}; null on the last page. */
    record VersionPage(List<VersionView> versions, @Nullable Integer next) {}
}
