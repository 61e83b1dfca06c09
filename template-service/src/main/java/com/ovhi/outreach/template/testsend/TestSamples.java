package com.ovhi.outreach.template.testsend;

import com.ovhi.outreach.template.catalog.Template;
import com.ovhi.outreach.template.catalog.TemplateCatalog;
import com.ovhi.outreach.template.organization.OrganizationTerms;
import com.ovhi.outreach.template.whatsapp.WhatsAppApprovals;
import com.ovhi.outreach.template.wording.CompiledWording;
import com.ovhi.outreach.template.wording.CompiledWording.Composition;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Writes a version with made-up values only: there is no way in for anybody's data. */
@Component
class TestSamples {

    private final TemplateCatalog catalog;
    private final WhatsAppApprovals approvals;
    private final OrganizationTerms terms;

    TestSamples(TemplateCatalog catalog, WhatsAppApprovals approvals, OrganizationTerms terms) {
        this.catalog = catalog;
        this.approvals = approvals;
        this.terms = terms;
    }

    Template template(long organization, long id, int version) {
        var template = catalog.version(organization, id, version);
        approvals.demandSendable(template.wording());
        return template;
    }

    Composition composition(long organization, Template template) {
        return CompiledWording.of(template.purpose(), template.wording()).preview(Map.of(), terms.of(organization));
    }
}
