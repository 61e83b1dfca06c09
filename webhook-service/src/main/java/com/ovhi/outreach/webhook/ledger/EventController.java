package com.ovhi.outreach.webhook.ledger;

import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What has been received, for ops: ids, kinds and states, never what somebody wrote. Providers do not say whose event it
 * is, so this is for the operators of the whole suite, whose tokens name no organisation.
 */
@RestController
class EventController {

    private static final int MOST = 1_000;
    private static final List<String> STATES = List.of("published", "ignored", "unknown", "rejected");

    /** Nothing that means more than itself to LIKE. */
    private static final Pattern CODE = Pattern.compile("[a-z0-9.-]{1,40}");

    private final EventHistory history;

    EventController(EventHistory history) {
        this.history = history;
    }

    /**
     * @param state {@code unknown} for what belongs to no message or stands in no table, {@code rejected} for what cannot be
     *     read
     * @param code with which theirs begins: {@code uncorrelated} finds what names no message of ours, {@code foreign-account}
     *     what belongs to another organisation's account
     * @param from received at or after it; {@code to} before it
     */
    @GetMapping("/api/v1/webhooks/events")
    @PreAuthorize("hasAuthority('ops')")
    Page events(
            @RequestParam(required = false) @Nullable String provider,
            @RequestParam(required = false) @Nullable String account,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable UUID after,
            @RequestParam(defaultValue = "100") int limit,
            @Parameter(hidden = true) Caller caller) {
        SuiteOperators.only(caller);
        if (limit < 1 || limit > MOST) {
            throw ProblemException.badRequest("invalid-limit", "'limit' must be between 1 and " + MOST);
        }
        if (state != null && !STATES.contains(state)) {
            throw ProblemException.badRequest("unknown-state", "'state' is none of " + String.join(", ", STATES));
        }
        if (code != null && !CODE.matcher(code).matches()) {
            throw ProblemException.badRequest(
                    "invalid-code", "'code' is the beginning of a word such as 'uncorrelated'");
        }
        var query = new EventQuery(provider(provider), account, state, code, from, to, after, limit);
        var events = history.page(query);
        return new Page(events, events.size() < limit ? null : events.getLast().id());
    }

    private static @Nullable Provider provider(@Nullable String code) {
        try {
            return code == null ? null : Provider.of(code);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("unknown-provider", "'provider' is none of sendgrid, twilio, whatsapp");
        }
    }

    /** @param next the {@code after} of the next page, null on the last one */
    record Page(
            List<ReceivedEvents.ReceivedEvent> events,
            @Nullable UUID next) {}
}
