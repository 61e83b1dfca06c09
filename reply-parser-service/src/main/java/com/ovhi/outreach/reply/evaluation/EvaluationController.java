package com.ovhi.outreach.reply.evaluation;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.security.Roles;
import com.ovhi.outreach.common.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How well an organisation's replies are read, by what its staff say they meant; those of nobody we know are for ops. */
@RestController
@RequestMapping("/api/v1/inbox/evaluation")
class EvaluationController {

    private static final int MOST = 5_000;
    private static final Duration USUAL = Duration.ofDays(90);

    private final Evaluating evaluating;
    private final Clock clock;

    EvaluationController(Evaluating evaluating, Clock clock) {
        this.evaluating = evaluating;
        this.clock = clock;
    }

    /** @param from when the earliest was labelled; the newest 5,000 at most */
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasAnyAuthority('clinic-staff','ops')")
    Evaluation evaluation(
            @RequestParam(required = false) @Nullable Instant from, Caller caller, HttpServletRequest request) {
        return evaluated(from, caller, request);
    }

    @GetMapping(produces = MediaType.TEXT_PLAIN_VALUE)
    @PreAuthorize("hasAnyAuthority('clinic-staff','ops')")
    String text(@RequestParam(required = false) @Nullable Instant from, Caller caller, HttpServletRequest request) {
        return evaluated(from, caller, request).text();
    }

    private Evaluation evaluated(@Nullable Instant from, Caller caller, HttpServletRequest request) {
        var now = clock.instant();
        if (from != null && from.isAfter(now)) {
            throw ProblemException.badRequest("invalid-from", "'from' lies ahead");
        }
        var organization = caller.roles().contains(Roles.CLINIC_STAFF) ? (Long) caller.organization() : null;
        return evaluating.since(
                organization, from == null ? now.minus(USUAL) : from, MOST, caller.subject(), request.getRemoteAddr());
    }
}
