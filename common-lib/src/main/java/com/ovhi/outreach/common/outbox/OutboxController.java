package com.ovhi.outreach.common.outbox;

import com.ovhi.outreach.common.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Replay of this service's events, for ops. */
@RestController
@RequestMapping("/api/v1/ops/outbox")
class OutboxController {

    private final OutboxOperations operations;

    OutboxController(OutboxOperations operations) {
        this.operations = operations;
    }

    @PostMapping("/replay")
    @PreAuthorize("hasAuthority('ops')")
    Replayed replay(@Valid @RequestBody Span span) {
        if (!span.from().isBefore(span.to())) {
            throw ProblemException.badRequest("invalid-span", "'from' must be before 'to'");
        }
        return new Replayed(operations.replay(span.from(), span.to()));
    }

    record Span(@NotNull Instant from, @NotNull Instant to) {}

    record Replayed(int events) {}
}
