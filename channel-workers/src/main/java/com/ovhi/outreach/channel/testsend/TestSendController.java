package com.ovhi.outreach.channel.testsend;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What became of the tests that an organisation has ordered. */
@RestController
@RequestMapping("/api/v1/test-sends")
@PreAuthorize("hasAnyAuthority('ops','clinic-staff','campaign-manager','compliance')")
class TestSendController {

    private static final int MAX_LIMIT = 200;

    private final TestSends tests;

    TestSendController(TestSends tests) {
        this.tests = tests;
    }

    /** Newest first; {@code before} is the {@code next_before} of the page before. */
    @GetMapping
    Page list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable UUID before,
            @RequestParam(defaultValue = "50") int limit,
            Caller caller) {
        var size = Math.clamp(limit, 1, MAX_LIMIT);
        var found = tests.page(caller.organization(), parsed(state), before, size + 1);
        var items = found.stream().limit(size).toList();
        return new Page(items, found.size() > size ? items.getLast().id() : null);
    }

    /** 404 until a worker has taken the test up. */
    @GetMapping("/{id}")
    TestSend get(@PathVariable UUID id, Caller caller) {
        return tests.find(caller.organization(), id)
                .orElseThrow(() -> ProblemException.notFound(
                        "unknown-test-send", "There is no such test, or no worker has taken it up yet"));
    }

    private static @Nullable TestState parsed(@Nullable String state) {
        try {
            return state == null ? null : TestState.of(state);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("invalid-state", "'state' is open, accepted, not_sent or unknown");
        }
    }

    /** {@code nextBefore} is null on the last page. */
    record Page(List<TestSend> items, @Nullable UUID nextBefore) {}
}
