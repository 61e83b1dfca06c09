package com.ovhi.outreach.template.lifecycle;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.template.catalog.TemplateCatalog;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The steps of a version, each with {@code If-Match} and an optional note. */
@RestController
@RequestMapping("/api/v1/templates/{id}/versions/{version}")
class LifecycleController {

    private static final String WRITERS = "hasAnyAuthority('clinic-staff','campaign-manager')";
    private static final String REVIEWERS = "hasAnyAuthority('campaign-manager','compliance')";
    private static final String EVERYBODY = "hasAnyAuthority('clinic-staff','campaign-manager','compliance')";

    private final Publishing publishing;
    private final TemplateCatalog catalog;

    LifecycleController(Publishing publishing, TemplateCatalog catalog) {
        this.publishing = publishing;
        this.catalog = catalog;
    }

    @PostMapping("/submit")
    @PreAuthorize(WRITERS)
    ResponseEntity<VersionView> submit(
            @PathVariable long id,
            @PathVariable int version,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody(required = false) @Nullable Remark remark,
            Caller caller) {
        return move(Move.SUBMIT, id, version, ifMatch, remark, caller);
    }

    @PostMapping("/return")
    @PreAuthorize(EVERYBODY)
    ResponseEntity<VersionView> giveBack(
            @PathVariable long id,
            @PathVariable int version,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody(required = false) @Nullable Remark remark,
            Caller caller) {
        return move(Move.RETURN, id, version, ifMatch, remark, caller);
    }

    @PostMapping("/approve")
    @PreAuthorize(REVIEWERS)
    ResponseEntity<VersionView> approve(
            @PathVariable long id,
            @PathVariable int version,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody(required = false) @Nullable Remark remark,
            Caller caller) {
        return move(Move.APPROVE, id, version, ifMatch, remark, caller);
    }

    @PostMapping("/publish")
    @PreAuthorize(REVIEWERS)
    ResponseEntity<VersionView> publish(
            @PathVariable long id,
            @PathVariable int version,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody(required = false) @Nullable Remark remark,
            Caller caller) {
        return move(Move.PUBLISH, id, version, ifMatch, remark, caller);
    }

    @PostMapping("/retire")
    @PreAuthorize(EVERYBODY)
    ResponseEntity<VersionView> retire(
            @PathVariable long id,
            @PathVariable int version,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody(required = false) @Nullable Remark remark,
            Caller caller) {
        return move(Move.RETIRE, id, version, ifMatch, remark, caller);
    }

    /** Gives up a draft, or a version in review. Its row stays, as the history of who wrote what. */
    @DeleteMapping
    @PreAuthorize(WRITERS)
    ResponseEntity<VersionView> discard(
            @PathVariable long id,
            @PathVariable int version,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Caller caller) {
        return move(Move.DISCARD, id, version, ifMatch, null, caller);
    }

    private ResponseEntity<VersionView> move(
            Move move, long id, int version, @Nullable String ifMatch, @Nullable Remark remark, Caller caller) {
        var organization = caller.organization();
        var moved = publishing.move(new Publishing.Request(
                organization,
                id,
                version,
                IfMatch.revision(ifMatch),
                move,
                caller.subject(),
                remark == null ? null : remark.note()));
        return VersionView.tagged(catalog.get(organization, id), moved);
    }

    /** Why. Goes into the history; no place for patient data. */
    record Remark(@Nullable @Size(max = 500) String note) {}
}
