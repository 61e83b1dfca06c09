package com.ovhi.outreach.template.rendering;

import com.ovhi.outreach.common.time.IanaZones;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.Remembered;
import com.ovhi.outreach.template.organization.Organizations;
import com.ovhi.outreach.template.portal.PortalLinks;
import com.ovhi.outreach.template.wording.PortalAddresses;
import com.ovhi.outreach.template.wording.Terms;
import com.ovhi.outreach.template.wording.variables.Capability;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** On which terms an organisation may write to a patient: what it may disclose, and how the patient reads dates. */
@Component
class RenderTerms {

    private final Organizations organizations;
    private final PortalLinks links;
    private final PortalAddresses portal;
    private final Remembered<Long, Set<Capability>> held = new Remembered<>();

    RenderTerms(Organizations organizations, PortalLinks links) {
        this.organizations = organizations;
        this.links = links;
        portal = links.addresses();
    }

    /**
     * The terms of a request.
     *
     * @throws ProblemException 400 {@code invalid-request} when the zone is none
     */
    Terms of(Asked asked) {
        var request = asked.request();
        var accepted = asked.trusted() && Boolean.TRUE.equals(request.unencryptedEmailAccepted());
        var capabilities = Capability.towards(held.of(asked.organizationId(), organizations::capabilities), accepted);
        return new Terms(capabilities, request.language(), zone(request.timezone()), portal(asked));
    }

    /** Lets many texts be asked for, on the terms of one moment. */
    <T> T together(Supplier<T> asking) {
        return held.during(asking);
    }

    /** A text that went out before may be looked at again when its link is used up and gone. */
    private PortalAddresses portal(Asked asked) {
        var request = asked.request();
        if (asked.rehearsal() && request.templateVersion() != null) {
            return portal;
        }
        var patient = request.patientId();
        return portal.with(
                token -> patient != null && links.works(asked.organizationId(), patient, token, request.sendAt()));
    }

    /** What the organisation may say to a patient who has agreed to all of it, for previews. */
    Terms ofPreview(long organization) {
        return new Terms(organizations.capabilities(organization), null, null, portal);
    }

    private static @Nullable ZoneId zone(@Nullable String id) {
        return id == null
                ? null
                : IanaZones.find(id)
                        .orElseThrow(() -> ProblemException.badRequest(
                                        "invalid-request", "Some fields are missing or not valid")
                                .with(
                                        "errors",
                                        List.of(Map.of("field", "timezone", "message", "is not an IANA time zone"))));
    }
}
