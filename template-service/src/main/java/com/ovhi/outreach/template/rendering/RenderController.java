package com.ovhi.outreach.template.rendering;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.contract.api.Answers;
import com.ovhi.outreach.common.contract.api.Questions;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.security.Roles;
import com.ovhi.outreach.common.web.AnsweredEach;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.smspreview.SmsPreview;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
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
    private final Release release;

    RenderController(Rendering rendering, Release release) {
        this.rendering = rendering;
        this.release = release;
    }

    @PostMapping("/render")
    @PreAuthorize("hasAnyAuthority('service','core-system','clinic-staff')")
    RenderedMessage render(@RequestBody RenderRequest request, Caller caller, HttpServletRequest http) {
        var complete = complete(request);
        var organization = caller.organizationOr(complete.organizationId());
        if (organization != complete.organizationId()) {
            throw ProblemException.forbidden("other-organization", "The token is for another organisation");
        }
        return rendering.render(new Asked(organization, complete, Viewer.of(caller, http), trusted(caller)));
    }

    /** For services that decide about many at once. */
    @PostMapping("/render/batch")
    @PreAuthorize("hasAuthority('service')")
    Answers<RenderedMessage> render(
            @RequestBody @Nullable Questions<RenderRequest> questions, Caller caller, HttpServletRequest http) {
        return rendering.together(() -> AnsweredEach.of(questions, each -> render(each, caller, http)));
    }

    /** With usual values for what is not given. That values are a patient's must be said, and is audited. */
    @PostMapping("/{id}/preview")
    @PreAuthorize("hasAnyAuthority('clinic-staff','campaign-manager','compliance')")
    Previewed preview(
            @PathVariable long id,
            @Valid @RequestBody(required = false) @Nullable PreviewRequest request,
            Caller caller,
            HttpServletRequest http) {
        var asked = request == null ? PreviewRequest.NOTHING : request;
        var given = asked.variables();
        var preview = rendering.preview(
                caller.organization(), id, asked.version(), given == null ? Map.of() : given, asked.country());
        release.previewed(caller.organization(), Viewer.of(caller, http), asked.patientId(), preview.template());
        return new Previewed(preview.message(), preview.sms());
    }

    private static boolean trusted(Caller caller) {
        return caller.isService() || caller.roles().contains(Roles.CORE_SYSTEM);
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
                request.variables() == null ? Map.of() : request.variables(),
                request.templateVersion(),
                request.providerId(),
                request.variant(),
                request.patientId(),
                request.sendAt(),
                request.dryRun(),
                request.timezone(),
                request.unencryptedEmailAccepted());
    }

    private static Map<String, String> required(String field) {
        return Map.of("field", field, "message", "is required");
    }

    /**
     * What to show.
     *
     * @param version null for the one in force, or else the first
     * @param variables values for some of the variables; the others get usual ones
     * @param patientId whose values they are; null when they are made up
     * @param country where an SMS goes (ISO 3166), for its price; null for the usual one
     */
    record PreviewRequest(
            @Nullable @Positive Integer version,
            @Nullable Map<String, String> variables,
            @Nullable @Positive Long patientId,
            @Nullable @Size(max = 2) String country) {

        static final PreviewRequest NOTHING = new PreviewRequest(null, null, null, null);

        @Override
        public String toString() {
            return "PreviewRequest[" + Masked.MASK + "]";
        }
    }

    /** A rendered message and, for an SMS, how it would travel and what that may cost. */
    record Previewed(
            @JsonUnwrapped RenderedMessage message,
            @Nullable SmsPreview sms) {}
}
