package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.orchestrator.audit.Actor;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The schedule call of the design document. */
@RestController
class ScheduleController {

    private final ScheduleCall call;

    ScheduleController(ScheduleCall call) {
        this.call = call;
    }

    @PostMapping(path = "/api/v1/comm/schedule", params = "!dry_run")
    @PreAuthorize("hasAnyAuthority('core-system','campaign-manager','ops')")
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = ScheduleCall.ScheduleResponse.class)))
    ResponseEntity<?> schedule(
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @Valid @RequestBody ScheduleRequest request,
            @Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Actor actor) {
        if (request.rehearsal()) {
            return rehearse(true, key, request, caller, actor);
        }
        var answer = call.schedule(request, Requester.of(caller, actor), checked(key));
        var response = ResponseEntity.status(answer.status()).contentType(MediaType.APPLICATION_JSON);
        if (answer.replayed()) {
            response.header("Idempotent-Replayed", "true");
        }
        return response.body(answer.body());
    }

    @PostMapping(path = "/api/v1/comm/schedule", params = "dry_run")
    @PreAuthorize("hasAnyAuthority('core-system','campaign-manager','ops')")
    ResponseEntity<?> rehearse(
            @RequestParam("dry_run") boolean dryRun,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @Valid @RequestBody ScheduleRequest request,
            @Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Actor actor) {
        return dryRun
                ? ResponseEntity.ok(call.rehearse(request, Requester.of(caller, actor), checked(key)))
                : schedule(key, request, caller, actor);
    }

    private static String checked(@Nullable String key) {
        if (key == null || !BulkReader.KEY.matcher(key).matches()) {
            throw ProblemException.badRequest(
                    "idempotency-key", "The header Idempotency-Key must have 8 to 255 characters [A-Za-z0-9_:-]");
        }
        return key;
    }
}
