package com.ovhi.outreach.reply.inbox;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.security.Roles;
import com.ovhi.outreach.common.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Replies that need a person: a clinic's own for its staff, those of nobody we know for ops. */
@RestController
@RequestMapping("/api/v1/inbox")
class InboxController {

    private static final int MOST = 500;
    private static final int LONGEST_AGENT = 500;
    private static final int LONGEST_SUBJECT = 200;
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}");
    private static final Set<String> STATES = Set.of("open", "closed");

    private final InboxReading inbox;
    private final InboxCounts counts;

    InboxController(InboxReading inbox, InboxCounts counts) {
        this.inbox = inbox;
        this.counts = counts;
    }

    /**
     * @param claimed {@code me} or {@code nobody}
     * @param language a tag such as {@code es}
     */
    @GetMapping
    @PreAuthorize("hasAnyAuthority('clinic-staff','ops')")
    Page items(
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(required = false) @Nullable String intent,
            @RequestParam(required = false) @Nullable String channel,
            @RequestParam(required = false) @Nullable Long patient,
            @RequestParam(required = false) @Nullable String claimed,
            @RequestParam(required = false) @Nullable String language,
            @RequestParam(required = false) @Nullable Boolean urgent,
            @RequestParam(required = false) @Nullable UUID after,
            @RequestParam(defaultValue = "100") int limit,
            Caller caller,
            HttpServletRequest request) {
        if (limit < 1 || limit > MOST) {
            throw ProblemException.badRequest("invalid-limit", "'limit' must be between 1 and " + MOST);
        }
        if (!STATES.contains(state)) {
            throw ProblemException.badRequest("unknown-state", "'state' is neither open nor closed");
        }
        var filter = new InboxFilter(
                state,
                word("intent", intent, Intent::of),
                word("channel", channel, Channel::of),
                patient,
                claimedBy(claimed, caller),
                tag(language),
                urgent);
        var items = inbox.page(organization(caller), filter, after, limit, reader(caller, request));
        return new Page(items, items.size() < limit ? null : items.getLast().id());
    }

    /** How much there is to do; tells of nobody, so it is no look that is audited. */
    @GetMapping("/counts")
    @PreAuthorize("hasAnyAuthority('clinic-staff','ops')")
    InboxCounts.Counts counts(Caller caller) {
        return counts.open(organization(caller), caller.subject());
    }

    /** Whom an item may be handed to: names, no patient, so it is no look that is audited. */
    @GetMapping("/colleagues")
    @PreAuthorize("hasAnyAuthority('clinic-staff','ops')")
    Names colleagues(Caller caller) {
        return new Names(inbox.colleagues(organization(caller)));
    }

    @PostMapping("/{id}/assign")
    @PreAuthorize("hasAnyAuthority('clinic-staff','ops')")
    InboxItem assign(
            @PathVariable UUID id,
            @RequestBody @Valid Assignment assignment,
            Caller caller,
            HttpServletRequest request) {
        return inbox.assign(id, organization(caller), assignment.to().strip(), reader(caller, request));
    }

    @PostMapping("/{id}/claim")
    @PreAuthorize("hasAnyAuthority('clinic-staff','ops')")
    InboxItem claim(@PathVariable UUID id, Caller caller, HttpServletRequest request) {
        return inbox.claim(id, organization(caller), reader(caller, request));
    }

    @PostMapping("/{id}/release")
    @PreAuthorize("hasAnyAuthority('clinic-staff','ops')")
    InboxItem release(@PathVariable UUID id, Caller caller, HttpServletRequest request) {
        return inbox.release(id, organization(caller), reader(caller, request));
    }

    @PostMapping("/{id}/label")
    @PreAuthorize("hasAnyAuthority('clinic-staff','ops')")
    InboxItem label(@PathVariable UUID id, @RequestBody @Valid Label label, Caller caller, HttpServletRequest request) {
        var intent = known("intent", label.intent(), Intent::of);
        return inbox.label(id, organization(caller), intent, reader(caller, request));
    }

    @PostMapping("/{id}/close")
    @PreAuthorize("hasAnyAuthority('clinic-staff','ops')")
    InboxItem close(@PathVariable UUID id, Caller caller, HttpServletRequest request) {
        return inbox.close(id, organization(caller), reader(caller, request));
    }

    private static <T> @Nullable T word(String name, @Nullable String value, Function<String, T> reader) {
        return value == null ? null : known(name, value, reader);
    }

    private static <T> T known(String name, String value, Function<String, T> reader) {
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("unknown-" + name, "'" + name + "' is not one we know");
        }
    }

    private static @Nullable String claimedBy(@Nullable String claimed, Caller caller) {
        return switch (claimed) {
            case null -> null;
            case "me" -> caller.subject();
            case "nobody" -> "";
            default -> throw ProblemException.badRequest("unknown-claimed", "'claimed' is neither me nor nobody");
        };
    }

    private static @Nullable String tag(@Nullable String language) {
        if (language != null && !LANGUAGE.matcher(language).matches()) {
            throw ProblemException.badRequest("unknown-language", "'language' is no language tag such as es");
        }
        return language;
    }

    private static InboxReading.Reader reader(Caller caller, HttpServletRequest request) {
        var agent = request.getHeader(HttpHeaders.USER_AGENT);
        return new InboxReading.Reader(
                caller.subject(),
                request.getRemoteAddr(),
                agent == null || agent.length() <= LONGEST_AGENT ? agent : agent.substring(0, LONGEST_AGENT));
    }

    private static @Nullable Long organization(Caller caller) {
        return caller.roles().contains(Roles.CLINIC_STAFF) ? (Long) caller.organization() : null;
    }

    /** @param intent what the reply meant, such as {@code stop} */
    record Label(@NotBlank String intent) {}

    /** @param colleagues subjects, as {@code claimed_by} shows them */
    record Names(List<String> colleagues) {}

    /** @param to the subject of whoever shall look after it, one of the colleagues */
    record Assignment(@NotBlank @Size(max = LONGEST_SUBJECT) String to) {}

    /** @param next the {@code after} of the next page, null on the last one */
    record Page(List<InboxItem> items, @Nullable UUID next) {}
}
