package com.ovhi.outreach.scheduler.deadletter;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Review of jobs that ran out of attempts. */
@RestController
@RequestMapping("/api/v1/dlq")
class DeadLetterController {

    private static final int MAX_PAGE = 500;

    private final DeadLetterItems items;

    DeadLetterController(DeadLetterItems items) {
        this.items = items;
    }

    @GetMapping
    @PreAuthorize("hasAuthority('ops')")
    Page list(
            Caller caller,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw ProblemException.badRequest("invalid-limit", "'limit' must be between 1 and " + MAX_PAGE);
        }
        var page = items.open(caller.organization(), after, limit);
        return new Page(page, page.size() < limit ? null : (Long) page.getLast().id());
    }

    /** @param next the {@code after} of the next page, null at the end */
    record Page(List<DeadLetterItems.Item> items, @Nullable Long next) {}
}
