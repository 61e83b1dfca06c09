package com.ovhi.outreach.template.catalog;

import com.ovhi.outreach.common.contract.api.RenderedMessage.Level;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Templates as everybody may see them. */
@RestController
@RequestMapping("/api/v1/templates")
class TemplateController {

    private static final int MAX_LIMIT = 200;
    private static final int MAX_TEXT = 100;
    private static final Set<String> STATES =
            Set.of("draft", "in_review", "approved", "published", "retired", "discarded");
    private static final String READERS =
            "hasAnyAuthority('clinic-staff','campaign-manager','compliance','ops','core-system','service')";

    private final TemplateCatalog catalog;

    TemplateController(TemplateCatalog catalog) {
        this.catalog = catalog;
    }

    @GetMapping
    @PreAuthorize(READERS)
    Page list(
            @ModelAttribute Query query,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(name = "organization_id", required = false) @Nullable Long organizationId,
            Caller caller) {
        var size = Math.clamp(limit, 1, MAX_LIMIT);
        var found = catalog.page(caller.organizationOr(organizationId), query.filter(), after, size + 1);
        var items = found.stream().limit(size).map(TemplateView::of).toList();
        return new Page(items, found.size() > size ? items.getLast().id() : null);
    }

    @GetMapping("/{id}")
    @PreAuthorize(READERS)
    ResponseEntity<TemplateView> get(
            @PathVariable long id,
            @RequestParam(name = "organization_id", required = false) @Nullable Long organizationId,
            Caller caller) {
        return TemplateView.tagged(ResponseEntity.ok(), catalog.get(caller.organizationOr(organizationId), id));
    }

    /** {@code nextAfter} is null on the last page. */
    record Page(List<TemplateView> items, @Nullable Long nextAfter) {}

    /** What to narrow the list to; {@code q} is part of the name. */
    record Query(
            @Nullable String purpose,
            @Nullable String channel,
            @Nullable String language,
            @Nullable String state,
            @Nullable String level,
            @Nullable String q) {

        Templates.Filter filter() {
            return new Templates.Filter(
                    parsed("purpose", purpose, Purpose::of),
                    parsed("channel", channel, Channel::of),
                    language,
                    parsed("state", state, Query::knownState),
                    parsed("level", level, each -> Level.valueOf(each.toUpperCase(Locale.ROOT))),
                    parsed("q", q, Query::moderate));
        }

        private static String knownState(String code) {
            if (!STATES.contains(code)) {
                throw new IllegalArgumentException();
            }
            return code;
        }

        private static String moderate(String text) {
            if (text.length() > MAX_TEXT) {
                throw new IllegalArgumentException();
            }
            return text;
        }

        private static <T> @Nullable T parsed(String parameter, @Nullable String code, Function<String, T> parser) {
            try {
                return code == null ? null : parser.apply(code);
            } catch (IllegalArgumentException e) {
                throw ProblemException.badRequest("invalid-request", "Some parameters are missing or not valid")
                        .with("errors", List.of(java.util.Map.of("field", parameter, "message", "is not known")));
            }
        }
    }
}
