package com.ovhi.outreach.template.lifecycle;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.catalog.Template;
import com.ovhi.outreach.template.catalog.TemplateCatalog;
import com.ovhi.outreach.template.lifecycle.Steps.Step;
import com.ovhi.outreach.template.organization.OrganizationTerms;
import com.ovhi.outreach.template.whatsapp.WhatsAppApprovals;
import com.ovhi.outreach.template.wording.Wording;
import com.ovhi.outreach.template.wording.WordingRules;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Writes drafts. What has left that state is never changed; a new version is begun instead. */
@Service
class Drafting {

    private static final Logger log = LoggerFactory.getLogger(Drafting.class);
    private static final int FIRST = 1;

    private final TemplateCatalog catalog;
    private final Ownership ownership;
    private final TemplateRows rows;
    private final Versions versions;
    private final Steps steps;
    private final OrganizationTerms terms;
    private final WhatsAppApprovals approvals;

    Drafting(
            TemplateCatalog catalog,
            Ownership ownership,
            TemplateRows rows,
            Versions versions,
            Steps steps,
            OrganizationTerms terms,
            WhatsAppApprovals approvals) {
        this.catalog = catalog;
        this.ownership = ownership;
        this.rows = rows;
        this.versions = versions;
        this.steps = steps;
        this.terms = terms;
        this.approvals = approvals;
    }

    @Transactional
    Template create(long organization, Draft draft, String author) {
        checkWording(organization, draft);
        checkVariant(organization, draft);
        var id = insert(organization, draft, author);
        begin(id, FIRST, draft, author);
        log.atInfo().addKeyValue("template_id", id).log("Template created");
        return catalog.get(organization, id);
    }

    private void checkWording(long organization, Draft draft) {
        WordingRules.check(draft.purpose(), draft.wording(), terms.of(organization));
        approvals.demandOwnName(organization, draft.wording());
    }

    private long insert(long organization, Draft draft, String author) {
        try {
            return rows.insert(organization, draft, author, ownership.now());
        } catch (DuplicateKeyException e) {
            throw ProblemException.conflict("duplicate-variant", "The template has a variant of this name already");
        }
    }

    private void begin(long template, int number, Draft draft, String author) {
        var now = ownership.now();
        versions.begin(template, number, draft.name(), draft.wording(), author, now);
        steps.add(new Step(0, template, number, Move.CREATE, null, VersionState.DRAFT, author, null, now));
    }

    /** Changes the open draft, or begins the next version. Purpose, channel and language are what a template is. */
    @Transactional
    Template write(long organization, long id, int revision, Draft draft, String author) {
        var template = ownership.claim(organization, id, revision, author);
        checkSame(template, draft);
        checkWording(organization, draft);
        var newest = versions.newest(id);
        switch (newest.state()) {
            case DRAFT -> rewrite(template, newest, draft, author);
            case PUBLISHED, RETIRED, DISCARDED -> beginNext(template, newest, draft, author);
            case IN_REVIEW, APPROVED -> throw Transitions.illegal(newest, Move.EDIT);
        }
        return catalog.get(organization, id);
    }

    /** While nothing was ever in force, the template shows what is being written. */
    private void beginNext(Template template, Version newest, Draft draft, String author) {
        var number = newest.number() + 1;
        begin(template.id(), number, draft, author);
        if (versions.discarded(template.id(), template.version())) {
            versions.find(template.id(), number).ifPresent(each -> rows.show(each, false));
        }
    }

    private void rewrite(Template template, Version version, Draft draft, String author) {
        if (!versions.rewrite(template.id(), version.number(), draft.name(), draft.wording())) {
            throw Transitions.illegal(version, Move.EDIT);
        }
        steps.add(Step.of(version, Move.EDIT, author, null, ownership.now()));
        if (template.version() == version.number()) {
            versions.find(template.id(), version.number()).ifPresent(each -> rows.show(each, false));
        }
    }

    private void checkVariant(long organization, Draft draft) {
        var baseId = draft.variantOf();
        if ((baseId == null) != (draft.variant() == null)) {
            throw invalid("variant", "goes with variant_of");
        }
        if (baseId != null) {
            var base = ownership.own(organization, baseId);
            if (base.variantOf() != null) {
                throw invalid("variant_of", "must not be a variant itself");
            }
            checkKind(base, draft);
            if (!Objects.equals(base.providerId(), draft.providerId())) {
                throw another();
            }
        }
    }

    private static void checkSame(Template template, Draft draft) {
        checkKind(template, draft);
        if (!Objects.equals(template.providerId(), draft.providerId())
                || !Objects.equals(template.variantOf(), draft.variantOf())
                || !Objects.equals(template.variant(), draft.variant())) {
            throw another();
        }
    }

    private static void checkKind(Template template, Draft draft) {
        Wording wording = draft.wording();
        if (template.purpose() != draft.purpose()
                || template.wording().channel() != wording.channel()
                || !template.wording().language().equals(wording.language())) {
            throw another();
        }
    }

    private static ProblemException another() {
        return ProblemException.unprocessable(
                "another-template",
                "Purpose, channel, language, provider and variant cannot differ; create a template of its own");
    }

    private static ProblemException invalid(String field, String message) {
        return ProblemException.unprocessable("invalid-template", "The template cannot be saved like this")
                .with("errors", java.util.List.of(java.util.Map.of("field", field, "message", message)));
    }
}
