package com.ovhi.outreach.template.organization;

import com.ovhi.outreach.template.portal.PortalLinks;
import com.ovhi.outreach.template.wording.Terms;
import org.springframework.stereotype.Component;

/** On which terms an organisation writes, to whomever: what it may disclose and where it may link to. Thread-safe. */
@Component
public class OrganizationTerms {

    private final Organizations organizations;
    private final PortalLinks links;

    OrganizationTerms(Organizations organizations, PortalLinks links) {
        this.organizations = organizations;
        this.links = links;
    }

    /** Those that count now. */
    public Terms of(long organization) {
        return new Terms(organizations.capabilities(organization), null, null, links.addresses());
    }
}
