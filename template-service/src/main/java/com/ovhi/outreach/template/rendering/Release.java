package com.ovhi.outreach.template.rendering;

import com.ovhi.outreach.common.audit.AccessTrail;
import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.template.audit.Trail;
import com.ovhi.outreach.template.catalog.Template;
import com.ovhi.outreach.template.portal.NewLink;
import com.ovhi.outreach.template.portal.PortalLinks;
import com.ovhi.outreach.template.wording.variables.Sensitivity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets a text out of this service: the link in it becomes good, what it discloses beyond the usual is audited, and so is
 * a person who gets to see a patient's values.
 */
@Component
class Release {

    private final PortalLinks links;
    private final Trail trail;
    private final AccessTrail accesses;

    Release(PortalLinks links, Trail trail, AccessTrail accesses) {
        this.links = links;
        this.trail = trail;
        this.accesses = accesses;
    }

    /** All or nothing. A text that fails here is not answered with. */
    @Transactional
    void release(Asked asked, Template template, @Nullable NewLink link, Set<Sensitivity> disclosed) {
        if (link != null) {
            links.keep(link, asked.viewer());
        }
        if (!disclosed.isEmpty()) {
            audit(asked, template, disclosed);
        }
        looked(asked.viewer(), asked.organizationId(), asked.request().patientId(), "message-rendered", template);
    }

    /** A preview with a patient's values is shown; null for made-up ones. */
    @Transactional
    void previewed(long organization, Viewer viewer, @Nullable Long patientId, Template template) {
        looked(viewer, organization, patientId, "template-preview", template);
    }

    private void looked(Viewer viewer, long organization, @Nullable Long patientId, String what, Template template) {
        if (patientId != null) {
            accesses.looked(
                    viewer,
                    organization,
                    List.of(patientId),
                    Map.of(
                            "what", what,
                            "template_id", Long.toString(template.id()),
                            "template_version", Integer.toString(template.version())));
        }
    }

    private void audit(Asked asked, Template template, Set<Sensitivity> disclosed) {
        var kinds = disclosed.stream().map(Sensitivity::code).sorted().collect(Collectors.joining(","));
        trail.record(
                asked.organizationId(),
                asked.request().patientId(),
                asked.viewer().name(),
                "widened-disclosure",
                Map.of(
                        "disclosed", kinds,
                        "channel", template.wording().channel().code(),
                        "purpose", template.purpose().code(),
                        "template_id", Long.toString(template.id()),
                        "template_version", Integer.toString(template.version())));
    }
}
