package com.ovhi.outreach.template.catalog;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.wording.Wording;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Templates as staff see and keep them. */
@RestController
@RequestMapping("/api/v1/templates")
class TemplateController {

    private static final int MAX_LIMIT = 200;
    private static final String READERS =
            "hasAnyAuthority('clinic-staff','campaign-manager','compliance','ops','core-system','service')";
    private static final String WRITERS = "hasAnyAuthority('clinic-staff','campaign-manager')";

    private final TemplateCatalog catalog;

    TemplateController(TemplateCatalog catalog) {
        this.catalog = catalog;
    }

    @GetMapping
    @PreAuthorize(READERS)
    Page list(
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(required = false) @Nullable String channel,
            @RequestParam(required = false) @Nullable String language,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(name = "organization_id", required = false) @Nullable Long organizationId,
            Caller caller) {
        var filter = new Templates.Filter(
                parsed("purpose", purpose, Purpose::of), parsed("channel", channel, Channel::of), language);
        var size = Math.clamp(limit, 1, MAX_LIMIT);
        var found = catalog.page(caller.organizationOr(organizationId), filter, after, size + 1);
        var items = found.stream().limit(size).map(View::of).toList();
        return new Page(items, found.size() > size ? items.getLast().id() : null);
    }

    @GetMapping("/{id}")
    @PreAuthorize(READERS)
    View get(
            @PathVariable long id,
            @RequestParam(name = "organization_id", required = false) @Nullable Long organizationId,
            Caller caller) {
        return View.of(catalog.get(caller.organizationOr(organizationId), id));
    }

    @PostMapping
    @PreAuthorize(WRITERS)
    @ResponseStatus(HttpStatus.CREATED)
    View create(@Valid @RequestBody Draft draft, Caller caller) {
        return View.of(catalog.create(caller.organization(), draft, caller.subject()));
    }

    /** {@code version} is the one the change was based on. */
    @PutMapping("/{id}")
    @PreAuthorize(WRITERS)
    View revise(@PathVariable long id, @RequestParam int version, @Valid @RequestBody Draft draft, Caller caller) {
        return View.of(catalog.revise(caller.organization(), id, version, draft, caller.subject()));
    }

    @PostMapping("/{id}/deactivate")
    @PreAuthorize(WRITERS)
    View deactivate(@PathVariable long id, Caller caller) {
        return View.of(catalog.deactivate(caller.organization(), id, caller.subject()));
    }

    private static <T> @Nullable T parsed(String parameter, @Nullable String code, Function<String, T> parser) {
        try {
            return code == null ? null : parser.apply(code);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("invalid-request", "There is no such " + parameter);
        }
    }

    /** {@code nextAfter} is null on the last page. */
    record Page(List<View> items, @Nullable Long nextAfter) {}

    /** A template on the wire, with the names of the design document. */
    record View(
            long id,
            int version,
            String name,
            Purpose purpose,
            Channel channel,
            String language,
            @Nullable String subject,
            String body,
            @Nullable String htmlBody,
            List<String> variables,
            boolean isMarketing,
            Wording.@Nullable WhatsApp whatsapp,
            @Nullable Long organizationId,
            @Nullable Long providerId,
            boolean isActive,
            Instant createdAt,
            Instant updatedAt) {

        static View of(Template template) {
            var wording = template.wording();
            return new View(
                    template.id(),
                    template.version(),
                    template.name(),
                    template.purpose(),
                    wording.channel(),
                    wording.language(),
                    wording.subject(),
                    wording.body(),
                    wording.html(),
                    wording.variables(),
                    wording.marketing(),
                    wording.whatsapp(),
                    template.organizationId(),
                    template.providerId(),
                    template.active(),
                    template.createdAt(),
                    template.updatedAt());
        }
    }
}
