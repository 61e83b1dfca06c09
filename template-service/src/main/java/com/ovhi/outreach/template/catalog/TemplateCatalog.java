package com.ovhi.outreach.template.catalog;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.wording.WordingRules;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Finds and keeps templates. An organisation sees its own and the shared ones, and changes its own. */
@Service
public class TemplateCatalog {

    private static final Logger log = LoggerFactory.getLogger(TemplateCatalog.class);

    private final Templates templates;
    private final Clock clock;

    TemplateCatalog(Templates templates, Clock clock) {
        this.templates = templates;
        this.clock = clock;
    }

    /**
     * The template to send.
     *
     * @param templateId the one wanted; null for the best one
     * @throws ProblemException 404 {@code unknown-template} when there is none that is active and fits
     */
    @Transactional(readOnly = true)
    public Template forSending(
            long organization, @Nullable Long templateId, Purpose purpose, Channel channel, String language) {
        var found = templateId == null
                ? LanguageLookup.best(templates.candidates(organization, purpose, channel), language)
                : templates.find(organization, templateId).filter(each -> fits(each, purpose, channel));
        return found.orElseThrow(TemplateCatalog::unknown);
    }

    private static boolean fits(Template template, Purpose purpose, Channel channel) {
        return template.active()
                && template.purpose() == purpose
                && template.wording().channel() == channel;
    }

    /**
     * A template, active or not.
     *
     * @throws ProblemException 404 {@code unknown-template}
     */
    @Transactional(readOnly = true)
    public Template get(long organization, long id) {
        return templates.find(organization, id).orElseThrow(TemplateCatalog::unknown);
    }

    @Transactional(readOnly = true)
    List<Template> page(long organization, Templates.Filter filter, long after, int limit) {
        return templates.page(organization, filter, after, limit);
    }

    @Transactional
    Template create(long organization, Draft draft, String author) {
        var wording = draft.wording();
        WordingRules.check(draft.purpose(), wording);
        var id = templates.insert(organization, draft.name(), draft.purpose(), wording, author, clock.instant());
        log.atInfo().addKeyValue("template_id", id).log("Template created");
        return get(organization, id);
    }

    /** Makes the next version. Purpose, channel and language are what a template is; they never change. */
    @Transactional
    Template revise(long organization, long id, int expectedVersion, Draft draft, String author) {
        var old = own(organization, id);
        var wording = draft.wording();
        if (old.purpose() != draft.purpose()
                || old.wording().channel() != wording.channel()
                || !old.wording().language().equals(wording.language())) {
            throw ProblemException.unprocessable(
                    "another-template", "Purpose, channel and language cannot change; create a new template");
        }
        WordingRules.check(draft.purpose(), wording);
        if (old.version() != expectedVersion
                || !templates.revise(old, draft.name(), wording, author, clock.instant())) {
            throw ProblemException.conflict("stale-version", "Somebody else has changed the template meanwhile")
                    .with("version", old.version());
        }
        log.atInfo()
                .addKeyValue("template_id", id)
                .addKeyValue("version", old.version() + 1)
                .log("Template revised");
        return get(organization, id);
    }

    @Transactional
    Template deactivate(long organization, long id, String author) {
        var template = own(organization, id);
        if (template.active()) {
            templates.deactivate(id, author, clock.instant());
            log.atInfo().addKeyValue("template_id", id).log("Template deactivated");
        }
        return get(organization, id);
    }

    private Template own(long organization, long id) {
        var template = get(organization, id);
        if (template.shared()) {
            throw ProblemException.forbidden("shared-template", "Templates of the suite can be used but not changed");
        }
        return template;
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("unknown-template", "There is no such template for this purpose and channel");
    }
}
