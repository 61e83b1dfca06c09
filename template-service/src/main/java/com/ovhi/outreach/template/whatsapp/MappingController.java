package com.ovhi.outreach.template.whatsapp;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What Meta thinks of our WhatsApp templates, for staff; ops may write it down where no webhook told it. */
@RestController
@RequestMapping("/api/v1/whatsapp-templates")
class MappingController {

    private static final int MAX_LIMIT = 200;

    /** What Meta allows for a template of any category, in seconds. */
    private static final int SHORTEST_TTL = 30;

    private static final int LONGEST_TTL = 30 * 24 * 60 * 60;
    private static final java.util.regex.Pattern NAME = java.util.regex.Pattern.compile("[a-z0-9_]{1,512}");
    private static final java.util.regex.Pattern LANGUAGE = java.util.regex.Pattern.compile("[a-z]{2,3}(_[A-Z]{2})?");

    private final WhatsAppApprovals approvals;

    MappingController(WhatsAppApprovals approvals) {
        this.approvals = approvals;
    }

    @GetMapping
    @PreAuthorize("hasAnyAuthority('clinic-staff','campaign-manager','compliance','ops')")
    Page list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(name = "after_name", defaultValue = "") String afterName,
            @RequestParam(name = "after_language", defaultValue = "") String afterLanguage,
            @RequestParam(defaultValue = "50") int limit) {
        var size = Math.clamp(limit, 1, MAX_LIMIT);
        var found = approvals.page(afterName, afterLanguage, parsed(state), size + 1);
        var items = found.stream().limit(size).map(View::of).toList();
        var more = found.size() > size;
        return new Page(
                items,
                more ? items.getLast().name() : null,
                more ? items.getLast().languageCode() : null);
    }

    @GetMapping("/{name}/{language}")
    @PreAuthorize("hasAnyAuthority('clinic-staff','campaign-manager','compliance','ops')")
    View get(@PathVariable String name, @PathVariable String language) {
        check(name, language);
        return View.of(approvals.current(name, language));
    }

    @PutMapping("/{name}/{language}")
    @PreAuthorize("hasAuthority('ops')")
    View put(@PathVariable String name, @PathVariable String language, @Valid @RequestBody Note note, Caller caller) {
        check(name, language);
        return View.of(approvals.noted(
                name, language, note.providerTemplateId(), note.ttlSeconds(), note.category(), note.state(), caller));
    }

    private static void check(String name, String language) {
        if (!NAME.matcher(name).matches() || !LANGUAGE.matcher(language).matches()) {
            throw ProblemException.notFound("unknown-whatsapp-template", "Meta allows no template of such a name");
        }
    }

    private static @Nullable ApprovalState parsed(@Nullable String state) {
        try {
            return state == null ? null : ApprovalState.of(state);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("invalid-request", "Some parameters are missing or not valid")
                    .with("errors", List.of(Map.of("field", "state", "message", "is not known")));
        }
    }

    /**
     * What ops saw at Meta.
     *
     * @param ttlSeconds the template's {@code message_send_ttl_seconds}; null leaves what is known
     */
    record Note(
            @NotNull ApprovalState state,
            @NotNull MetaCategory category,
            @Nullable @Pattern(regexp = "[0-9]{1,64}") String providerTemplateId,
            @Nullable @Min(SHORTEST_TTL) @Max(LONGEST_TTL) Integer ttlSeconds) {}

    record Page(
            List<View> items,
            @Nullable String nextAfterName,
            @Nullable String nextAfterLanguage) {}

    /** A mapping on the wire. */
    record View(
            String name,
            String languageCode,
            @Nullable String providerTemplateId,
            @Nullable Integer ttlSeconds,
            MetaCategory category,
            ApprovalState state,
            @Nullable String reason,
            Instant stateAt,
            Instant categoryAt,
            String updatedBy) {

        static View of(Mapping mapping) {
            return new View(
                    mapping.name(),
                    mapping.languageCode(),
                    mapping.providerTemplateId(),
                    mapping.ttlSeconds(),
                    mapping.category(),
                    mapping.state(),
                    mapping.reason(),
                    mapping.stateAt(),
                    mapping.categoryAt(),
                    mapping.updatedBy());
        }
    }
}
