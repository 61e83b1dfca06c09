package com.ovhi.outreach.template.rendering;

import com.ovhi.outreach.template.catalog.Template;
import com.ovhi.outreach.template.portal.LinkWish;
import com.ovhi.outreach.template.portal.NewLink;
import com.ovhi.outreach.template.portal.PortalLinks;
import com.ovhi.outreach.template.wording.CompiledWording;
import com.ovhi.outreach.template.wording.CompiledWording.Composition;
import com.ovhi.outreach.template.wording.Terms;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Fills a wording, with a portal link made for the patient where it needs one and the caller has none. */
@Component
class LinkOffer {

    private static final String VARIABLE = "portal_url";
    private static final String SCOPE = "messages";
    private static final String MAKER = "template-service";

    private final PortalLinks links;

    LinkOffer(PortalLinks links) {
        this.links = links;
    }

    /** A link lets its holder into a patient's portal, so people cannot make one for any patient they name. */
    Offered compose(Asked asked, Template template, CompiledWording wording, Terms terms) {
        var request = asked.request();
        var patient = asked.trusted() ? request.patientId() : null;
        if (patient == null || !lacksLink(asked, template)) {
            return new Offered(wording.compose(request.variables(), terms), null);
        }
        var link = links.prepare(
                new LinkWish(asked.organizationId(), patient, request.purpose(), SCOPE, MAKER, request.sendAt()));
        var variables = new HashMap<>(request.variables());
        variables.put(VARIABLE, link.url());
        return new Offered(wording.compose(variables, terms.withLinkOfItsOwn()), link);
    }

    private static boolean lacksLink(Asked asked, Template template) {
        var given = asked.request().variables().get(VARIABLE);
        return (given == null || given.isBlank()) && template.wording().said().contains(VARIABLE);
    }

    /**
     * A text.
     *
     * @param link that stands in it and is good for nothing before it is kept; null when there is none
     */
    record Offered(Composition composition, @Nullable NewLink link) {}
}
