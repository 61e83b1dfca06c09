package com.ovhi.outreach.template.rendering;

import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.template.catalog.Template;
import com.ovhi.outreach.template.portal.LinkWish;
import com.ovhi.outreach.template.portal.PortalLinks;
import com.ovhi.outreach.template.wording.CompiledWording;
import com.ovhi.outreach.template.wording.CompiledWording.Composition;
import com.ovhi.outreach.template.wording.Terms;
import com.ovhi.outreach.template.wording.Wording;
import com.ovhi.outreach.template.wording.variables.Capability;
import java.util.HashMap;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Fills a wording, with a portal link made for the patient where it needs one and the caller has none. */
@Component
class LinkOffer {

    private static final String VARIABLE = "portal_url";
    private static final String TAG = "{{" + VARIABLE + "}}";
    private static final String SCOPE = "messages";
    private static final String MAKER = "template-service";

    private final PortalLinks links;

    LinkOffer(PortalLinks links) {
        this.links = links;
    }

    /** A link is kept only when the text it stands in has been written, and shall be sent. */
    Composition compose(long organization, RenderRequest request, Template template, CompiledWording wording) {
        var patient = request.patientId();
        if (patient == null || !lacksLink(request, template.wording())) {
            return wording.compose(request.variables(), terms(request));
        }
        var link =
                links.prepare(new LinkWish(organization, patient, request.purpose(), SCOPE, MAKER, request.sendAt()));
        var variables = new HashMap<>(request.variables());
        variables.put(VARIABLE, link.url());
        var composition = wording.compose(variables, terms(request));
        if (!Boolean.TRUE.equals(request.dryRun())) {
            links.keep(link);
        }
        return composition;
    }

    /** Dates are written as the patient's region does; what an organisation may say beyond the usual is not asked yet. */
    static Terms terms(RenderRequest request) {
        return new Terms(Capability.USUAL, request.language(), null);
    }

    private static boolean lacksLink(RenderRequest request, Wording wording) {
        var given = request.variables().get(VARIABLE);
        return (given == null || given.isBlank()) && needsLink(wording);
    }

    private static boolean needsLink(Wording wording) {
        var whatsapp = wording.whatsapp();
        return Stream.of(wording.subject(), wording.body(), wording.html())
                        .filter(Objects::nonNull)
                        .anyMatch(each -> each.contains(TAG))
                || whatsapp != null && whatsapp.parameters().contains(VARIABLE);
    }
}
