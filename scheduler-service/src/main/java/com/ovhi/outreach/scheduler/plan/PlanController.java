package com.ovhi.outreach.scheduler.plan;

import com.ovhi.outreach.common.contract.api.Answers;
import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.common.contract.api.Questions;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.AnsweredEach;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.scheduler.window.InvalidWindow;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The plan call. */
@RestController
@RequestMapping("/api/v1/plan")
class PlanController {

    private final Planner planner;
    private final PlanProperties properties;
    private final Clock clock;
    private final MeterRegistry meters;

    PlanController(Planner planner, PlanProperties properties, Clock clock, MeterRegistry meters) {
        this.planner = planner;
        this.properties = properties;
        this.clock = clock;
        this.meters = meters;
    }

    @PostMapping
    @PreAuthorize("hasAnyAuthority('service','core-system','clinic-staff','ops')")
    Plan plan(Caller caller, @RequestBody PlanRequest body) {
        var now = clock.instant();
        check(body, now);
        var request = byItsOwnHours(caller, body);
        var sample = Timer.start(meters);
        var outcome = "invalid";
        try {
            var plan = planner.plan(request, now);
            outcome = plan.verdict().name().toLowerCase(Locale.ROOT);
            return plan;
        } catch (InvalidWindow e) {
            throw ProblemException.badRequest(e.flaw().code(), e.flaw().sentence());
        } finally {
            sample.stop(meters.timer("outreach.scheduler.plan", "outcome", outcome));
        }
    }

    /** For services that decide about many at once. */
    @PostMapping("/batch")
    @PreAuthorize("hasAuthority('service')")
    Answers<Plan> plan(Caller caller, @RequestBody @Nullable Questions<PlanRequest> questions) {
        return AnsweredEach.of(questions, each -> plan(caller, each));
    }

    /** A service says for whom it asks; all others ask for their own organisation. */
    private static PlanRequest byItsOwnHours(Caller caller, PlanRequest request) {
        var organization = caller.isService() ? request.organizationId() : caller.organizationId();
        return new PlanRequest(
                request.purpose(),
                request.window(),
                request.desiredAt(),
                request.expiresAt(),
                request.bestHour(),
                organization,
                request.channel(),
                request.hourWeights(),
                request.seed());
    }

    private void check(PlanRequest request, Instant now) {
        required("purpose", request.purpose());
        required("window", request.window());
        required("expires_at", request.expiresAt());
        var hour = request.bestHour();
        if (hour != null && (hour < 0 || hour > 23)) {
            throw ProblemException.badRequest("invalid-best-hour", "'best_hour' must be between 0 and 23");
        }
        var weights = request.hourWeights();
        if (weights != null && !weights.sound()) {
            throw ProblemException.badRequest(
                    "invalid-hour-weights", "'hour_weights' must be 24 shares from 0 to 1, not all of them 0");
        }
        var limit = now.plus(properties.horizon());
        var desired = request.desiredAt();
        if (desired != null && desired.isAfter(limit) || request.expiresAt().isAfter(limit)) {
            throw ProblemException.badRequest(
                    "too-far-ahead", "'desired_at' or 'expires_at' is beyond what can be planned");
        }
    }

    private static void required(String field, @Nullable Object value) {
        if (value == null) {
            throw ProblemException.badRequest("missing-field", "'" + field + "' is missing");
        }
    }
}
