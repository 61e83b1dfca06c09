package com.ovhi.outreach.orchestrator.commcontext;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.orchestrator.audit.Actor;
import io.swagger.v3.oas.annotations.Parameter;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The comm-context call of the design document. */
@RestController
class CommContextController {

    private final CommContexts contexts;

    CommContextController(CommContexts contexts) {
        this.contexts = contexts;
    }

    @GetMapping("/api/v1/patients/{patientId}/comm-context")
    @PreAuthorize("hasAnyAuthority('core-system','clinic-staff','service')")
    CommContext context(
            @PathVariable String patientId,
            @RequestParam(name = "organization_id", required = false) @Nullable Long organizationId,
            @Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Actor actor) {
        return contexts.of(caller.organizationOr(organizationId), id(patientId), actor)
                .orElseThrow(CommContextController::unknown);
    }

    /** What is no id at all names no patient. */
    private static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw unknown();
        }
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("unknown-patient", "There is no such patient");
    }
}
