package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Inspection of the due-queue. */
@RestController
@RequestMapping("/api/v1/due-queue")
@PreAuthorize("hasAnyAuthority('ops','clinic-staff')")
class QueueController {

    private static final int MAX_PAGE = 500;

    private final QueueReading reading;

    QueueController(QueueReading reading) {
        this.reading = reading;
    }

    @GetMapping
    Page list(
            Caller caller,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String lane,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit,
            HttpServletRequest http) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw ProblemException.badRequest("invalid-limit", "'limit' must be between 1 and " + MAX_PAGE);
        }
        var items = reading.list(
                caller.organization(),
                parsed("state", state, QueueState::of),
                parsed("lane", lane, Lane::of),
                parsed("after", after, UUID::fromString),
                limit,
                Viewer.of(caller, http));
        return new Page(items, items.size() < limit ? null : items.getLast().jobId());
    }

    @GetMapping("/{jobId}")
    QueueView.Row get(Caller caller, @PathVariable String jobId, HttpServletRequest http) {
        return id(jobId)
                .flatMap(id -> reading.find(caller.organization(), id, Viewer.of(caller, http)))
                .orElseThrow(() -> ProblemException.notFound("unknown-job", "There is no such job in the queue"));
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static <T> @Nullable T parsed(String name, @Nullable String text, Function<String, T> parser) {
        try {
            return text == null ? null : parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("invalid-" + name, "'" + name + "' is not one of the documented values");
        }
    }

    /** @param next the {@code after} of the next page, null at the end */
    record Page(List<QueueView.Row> items, @Nullable UUID next) {}
}
