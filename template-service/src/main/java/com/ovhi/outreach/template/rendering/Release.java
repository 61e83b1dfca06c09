package com.ovhi.outreach.template.rendering;

import com.ovhi.outreach.template.audit.Trail;
import com.ovhi.outreach.template.catalog.Template;
import com.ovhi.outreach.template.portal.NewLink;
import com.ovhi.outreach.template.portal.PortalLinks;
import com.ovhi.outreach.template.wording.variables.Sensitivity;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Lets a text out of this service: the link in it becomes good, and what it discloses beyond the usual is audited. */
@Component
class Release {

    private final PortalLinks links;
    private final Trail trail;

    Release(PortalLinks links, Trail trail) {
        this.links = links;
        this.trail = trail;
    }

    /** Both or neither. A text that fails here is not answered with. */
    @Transactional
    void release(Asked asked, Template template, @Nullable NewLink link, Set<Sensitivity> disclosed) {
        if (link != null) {
            links.keep(link);
        }
        if (!disclosed.isEmpty()) {
            audit(asked, template, disclosed);
        }
    }

    private void audit(Asked asked, Template template, Set<Sensitivity> disclosed) {
        var kinds = disclosed.stream().map(Sensitivity::code).sorted().collect(Collectors.joining(","));
        trail.record(
                asked.organizationId(),
                asked.request().patientId(),
                asked.actor(),
                "widened-disclosure",
                Map.of(
                        "disclosed", kinds,
                        "channel", template.wording().channel().code(),
                        "purpose", template.purpose().code(),
                        "template_id", Long.toString(template.id()),
                        "template_version", Integer.toString(template.version())));
    }
}
