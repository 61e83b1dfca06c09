package com.ovhi.outreach.template.lifecycle;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.catalog.Template;
import com.ovhi.outreach.template.catalog.TemplateCatalog;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Lets an organisation change its own templates, one change at a time. Methods run in the caller's transaction. */
@Component
class Ownership {

    private final TemplateCatalog catalog;
    private final TemplateRows rows;
    private final Clock clock;

    Ownership(TemplateCatalog catalog, TemplateRows rows, Clock clock) {
        this.catalog = catalog;
        this.rows = rows;
        this.clock = clock;
    }

    /**
     * One of the organisation's own templates.
     *
     * @throws ProblemException 404 {@code unknown-template}, 403 {@code shared-template}
     */
    Template own(long organization, long id) {
        var template = catalog.get(organization, id);
        if (template.shared()) {
            throw ProblemException.forbidden("shared-template", "Templates of the suite can be used but not changed");
        }
        return template;
    }

    /**
     * Takes a template for a change that is based on a revision.
     *
     * @throws ProblemException 412 {@code stale-template} when it has another by now
     */
    Template claim(long organization, long id, int revision, String actor) {
        var template = own(organization, id);
        if (!rows.advance(id, revision, actor, now())) {
            throw IfMatch.stale().with("revision", template.revision());
        }
        return template;
    }

    Instant now() {
        return clock.instant();
    }
}
