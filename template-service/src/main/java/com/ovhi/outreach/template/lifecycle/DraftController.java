package com.ovhi.outreach.template.lifecycle;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.template.catalog.TemplateView;
import jakarta.validation.Valid;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where staff write templates. */
@RestController
@RequestMapping("/api/v1/templates")
class DraftController {

    private static final String WRITERS = "hasAnyAuthority('clinic-staff','campaign-manager')";

    private final Drafting drafting;
    private final Linting linting;

    DraftController(Drafting drafting, Linting linting) {
        this.drafting = drafting;
        this.linting = linting;
    }

    @PostMapping
    @PreAuthorize(WRITERS)
    ResponseEntity<TemplateView> create(@Valid @RequestBody Draft draft, Caller caller) {
        var template = drafting.create(caller.organization(), draft, caller.subject());
        return TemplateView.tagged(ResponseEntity.created(URI.create("/api/v1/templates/" + template.id())), template);
    }

    @PutMapping("/{id}")
    @PreAuthorize(WRITERS)
    ResponseEntity<TemplateView> write(
            @PathVariable long id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody Draft draft,
            Caller caller) {
        var template = drafting.write(caller.organization(), id, IfMatch.revision(ifMatch), draft, caller.subject());
        return TemplateView.tagged(ResponseEntity.ok(), template);
    }

    /** Judges a draft and saves nothing. {@code country} is where an SMS goes (ISO 3166), for its price. */
    @PostMapping("/lint")
    @PreAuthorize("hasAnyAuthority('clinic-staff','campaign-manager','compliance')")
    Linting.Report lint(
            @Valid @RequestBody Draft draft, @RequestParam(required = false) @Nullable String country, Caller caller) {
        return linting.judge(caller.organization(), draft, country);
    }
}
