package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.orchestrator.StrictBodies;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.audit.AuditTrail;
import com.ovhi.outreach.orchestrator.decision.Decisions;
import com.ovhi.outreach.orchestrator.scheduling.BulkItem.Result;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Many requests in one call, and what became of each. */
@RestController
class BulkController {

    private static final int MAX_REQUESTS = 1_000;
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    private final BulkCall call;
    private final Decisions decisions;
    private final AuditTrail audit;

    BulkController(BulkCall call, Decisions decisions, AuditTrail audit) {
        this.call = call;
        this.decisions = decisions;
        this.audit = audit;
    }

    /** The body is read here, so that its length is known before it is parsed. */
    @PostMapping(path = "/api/v1/comm/schedule/bulk", params = "!dry_run", consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasAnyAuthority('core-system','campaign-manager','ops')")
    Results schedule(
            HttpServletRequest http, @Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Actor actor)
            throws IOException {
        var body = http.getInputStream().readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) {
            throw ProblemException.of(
                    HttpStatus.CONTENT_TOO_LARGE, "body-too-large", "A bulk call may have up to 8 MiB");
        }
        return new Results(call.schedule(requests(body), Requester.of(caller, actor)));
    }

    @PostMapping(path = "/api/v1/comm/schedule/bulk", params = "dry_run")
    @PreAuthorize("hasAnyAuthority('core-system','campaign-manager','ops')")
    void rehearse() {
        throw ProblemException.badRequest("no-bulk-rehearsal", "A bulk call cannot be rehearsed");
    }

    @GetMapping("/api/v1/comm/requests/{requestId}")
    @PreAuthorize("hasAnyAuthority('core-system','clinic-staff','campaign-manager','compliance','ops')")
    Decisions.Answered decision(
            @PathVariable UUID requestId,
            @Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Actor actor) {
        var answer = decisions
                .ofRequest(caller.organization(), requestId)
                .orElseThrow(() -> ProblemException.notFound(
                        "undecided-request", "There is no such request, or it is not decided yet"));
        audit.record(
                actor,
                AuditAction.ACCESS,
                caller.organization(),
                Long.parseLong(answer.patientId()),
                Map.of("resource", "decision", "request_id", requestId.toString()));
        return answer;
    }

    private static List<JsonNode> requests(byte[] body) {
        var members = parsed(body);
        var requests = members.path("requests");
        if (members.size() != 1 || !requests.isArray() || requests.isEmpty() || requests.size() > MAX_REQUESTS) {
            throw ProblemException.badRequest(
                    "invalid-request",
                    "'requests', a list of 1 to " + MAX_REQUESTS + " requests, must be all there is");
        }
        var list = new ArrayList<JsonNode>(requests.size());
        requests.forEach(list::add);
        return list;
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return StrictBodies.MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw ProblemException.badRequest("unreadable-request", "The body is not JSON of the documented form");
        }
    }

    /** One answer per request, in their order. */
    record Results(List<Result> results) {}
}
