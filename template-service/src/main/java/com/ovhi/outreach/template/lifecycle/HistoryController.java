package com.ovhi.outreach.template.lifecycle;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.template.catalog.TemplateCatalog;
import com.ovhi.outreach.template.lifecycle.Steps.Step;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a template said before, who had a hand in it, and how two versions differ. */
@RestController
@RequestMapping("/api/v1/templates/{id}")
@PreAuthorize("hasAnyAuthority('clinic-staff','campaign-manager','compliance')")
class HistoryController {

    private static final int MAX_LIMIT = 200;

    private final TemplateCatalog catalog;
    private final Publishing publishing;

    HistoryController(TemplateCatalog catalog, Publishing publishing) {
        this.catalog = catalog;
        this.publishing = publishing;
    }

    /** Newest first; {@code before} is the {@code next_before} of the page before. */
    @GetMapping("/versions")
    VersionPage versions(
            @PathVariable long id,
            @RequestParam(defaultValue = "2147483647") int before,
            @RequestParam(defaultValue = "50") int limit,
            Caller caller) {
        var template = catalog.get(caller.organization(), id);
        var size = Math.clamp(limit, 1, MAX_LIMIT);
        var found = publishing.page(template, before, size + 1);
        var items = found.stream().limit(size).map(VersionView::of).toList();
        return new VersionPage(items, found.size() > size ? items.getLast().version() : null);
    }

    @GetMapping("/versions/{version}")
    ResponseEntity<VersionView> version(@PathVariable long id, @PathVariable int version, Caller caller) {
        var template = catalog.get(caller.organization(), id);
        return VersionView.tagged(template, publishing.get(template, version));
    }

    @GetMapping("/steps")
    StepPage steps(
            @PathVariable long id,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "50") int limit,
            Caller caller) {
        var template = catalog.get(caller.organization(), id);
        var size = Math.clamp(limit, 1, MAX_LIMIT);
        var found = publishing.history(template, after, size + 1);
        var items = found.stream().limit(size).map(StepView::of).toList();
        return new StepPage(items, found.size() > size ? items.getLast().id() : null);
    }

    @GetMapping("/diff")
    VersionDiff diff(@PathVariable long id, @RequestParam int from, @RequestParam int to, Caller caller) {
        var template = catalog.get(caller.organization(), id);
        return VersionDiff.between(publishing.get(template, from), publishing.get(template, to));
    }

    record VersionPage(List<VersionView> items, @Nullable Integer nextBefore) {}

    record StepPage(List<StepView> items, @Nullable Long nextAfter) {}

    /** A step on the wire. */
    record StepView(
            long id,
            int version,
            Move step,
            @Nullable VersionState from,
            VersionState to,
            String actor,
            @Nullable String note,
            Instant at) {

        static StepView of(Step step) {
            return new StepView(
                    step.id(),
                    step.version(),
                    step.step(),
                    step.from(),
                    step.to(),
                    step.actor(),
                    step.note(),
                    step.at());
        }
    }
}
