package com.ovhi.outreach.template.rendering;

import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Rendering for services, and previews for staff. */
@RestController
@RequestMapping("/api/v1/templates")
class RenderController {

    private static final String DEFAULT_LANGUAGE = "en";

    private final Rendering rendering;

    RenderController(Rendering rendering) {
        this.rendering = rendering;
    }

    @PostMapping("/render")
    @PreAuthorize("hasAnyAuthority('service','core-system','clinic-staff')")
    RenderedMessage render(@RequestBody RenderRequest request, Caller caller) {
        var complete = complete(request);
        var organization = caller.organizationOr(complete.organizationId());
        if (organization != complete.organizationId()) {
            throw ProblemException.forbidden("other-organization", "The token is for another organisation");
        }
        return rendering.render(organization, complete);
    }

    @PostMapping("/{id}/preview")
    @PreAuthorize("hasAnyAuthority('clinic-staff','campaign-manager','compliance')")
    RenderedMessage preview(
            @PathVariable long id, @RequestBody(required = false) @Nullable PreviewRequest request, Caller caller) {
        var given = request == null ? null : request.variables();
        return rendering.preview(caller.organization(), id, given == null ? Map.of() : given);
    }

    /** The contract's components are never null in Java, but JSON may leave them out. */
    private static RenderRequest complete(RenderRequest request) {
        var missing = new ArrayList<String>();
        if (request.purpose() == null) {
            missing.add("purpose");
        }
        if (request.channel() == null) {
            missing.add("channel");
        }
        if (!missing.isEmpty()) {
            throw ProblemException.badRequest("invalid-request", "Some fields are missing or not valid")
                    .with(
                            "errors",
                            missing.stream().map(RenderController::required).toList());
        }
        return new RenderRequest(
                request.organizationId(),
                request.templateId(),
                request.purpose(),
                request.channel(),
                request.language() == null ? DEFAULT_LANGUAGE : request.language(),
                request.variables() == null ? Map.of() : request.variables());
    }

    private static Map<String, String> required(String field) {
        return Map.of("field", field, "message", "is required");
    }

    /** Values for some of the variables; the others get usual ones. */
    record PreviewRequest(@Nullable Map<String, String> variables) {

        @Override
        public String toString() {
            return "PreviewRequest[" + Masked.MASK + "]";
        }
    }
}
