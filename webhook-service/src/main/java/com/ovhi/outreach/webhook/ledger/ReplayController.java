package com.ovhi.outreach.webhook.ledger;

import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Lets operators publish the events of a time again. */
@RestController
class ReplayController {

    /** In one call, which should end before a proxy loses patience. */
    private static final int MOST = 20_000;

    private final Replay replay;

    ReplayController(Replay replay) {
        this.replay = replay;
    }

    @PostMapping("/api/v1/webhooks/replays")
    @PreAuthorize("hasAuthority('ops')")
    Replay.Outcome replay(@RequestBody @Valid Order order, @Parameter(hidden = true) Caller caller) {
        SuiteOperators.only(caller);
        if (!order.from().isBefore(order.to())) {
            throw ProblemException.badRequest("invalid-time", "'from' must be before 'to'");
        }
        var query = new EventQuery(
                order.provider(), order.account(), "published", null, order.from(), order.to(), order.after(), MOST);
        return replay.run(query, caller.subject());
    }

    /**
     * What to publish again.
     *
     * @param provider null for all; {@code account} likewise
     * @param from received at or after it; {@code to} before it
     * @param after the {@code next} of the call before
     */
    record Order(
            @Nullable Provider provider,
            @Nullable String account,
            @NotNull Instant from,
            @NotNull Instant to,
            @Nullable UUID after) {}
}
