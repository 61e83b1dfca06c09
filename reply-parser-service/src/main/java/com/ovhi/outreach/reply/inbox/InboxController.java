package com.ovhi.outreach.reply.inbox;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.security.Roles;
import com.ovhi.outreach.common.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Replies that need a person: a clinic's own for its staff, those of nobody we know for ops. */
@RestController
@RequestMapping("/api/v1/inbox")
class InboxController {

    private static final int MOST = 500;
    private static final int LONGEST_AGENT = 500;
    private static final Set<String> STATES = Set.of("open", "closed");

    private final InboxReading inbox;

    InboxController(InboxReading inbox) {
        this.inbox = inbox;
    }

    @GetMapping
    @PreAuthorize("hasAnyAuthority('clinic-staff','ops')")
    Page items(
            @RequestParam(defaultValue = "open") String state,
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
        var items = inbox.page(organization(caller), state, after, limit, reader(caller, request));
        return new Page(items, items.size() < limit ? null : items.getLast().id());
    }

    @PostMapping("/{id}/close")
    @PreAuthorize("hasAnyAuthority('clinic-staff','ops')")
    InboxItem close(@PathVariable UUID id, Caller caller, HttpServletRequest request) {
        return inbox.close(id, organization(caller), reader(caller, request))
                .orElseThrow(() -> ProblemException.notFound("unknown-item", "There is no such inbox item"));
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

    /** @param next the {@code after} of the next page, null on the last one */
    record Page(List<InboxItem> items, @Nullable UUID next) {}
}
