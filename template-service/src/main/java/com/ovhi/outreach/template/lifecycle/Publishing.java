package com.ovhi.outreach.template.lifecycle;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.audit.Trail;
import com.ovhi.outreach.template.catalog.Template;
import com.ovhi.outreach.template.lifecycle.Steps.Step;
import com.ovhi.outreach.template.organization.OrganizationTerms;
import com.ovhi.outreach.template.whatsapp.WhatsAppApprovals;
import com.ovhi.outreach.template.wording.WordingRules;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes versions from draft to what is sent, and out of force. Every step is kept with who took it and when. */
@Service
class Publishing {

    private static final Logger log = LoggerFactory.getLogger(Publishing.class);

    private final Ownership ownership;
    private final TemplateRows rows;
    private final Versions versions;
    private final Steps steps;
    private final OrganizationTerms terms;
    private final WhatsAppApprovals approvals;
    private final Trail trail;

    Publishing(
            Ownership ownership,
            TemplateRows rows,
            Versions versions,
            Steps steps,
            OrganizationTerms terms,
            WhatsAppApprovals approvals,
            Trail trail) {
        this.ownership = ownership;
        this.rows = rows;
        this.versions = versions;
        this.steps = steps;
        this.terms = terms;
        this.approvals = approvals;
        this.trail = trail;
    }

    /**
     * Takes a version a step further.
     *
     * @throws ProblemException 404, 412 {@code stale-template}, 409 {@code illegal-transition}, 403 {@code four-eyes},
     *     422 {@code invalid-template} when the rules of wording no longer allow it
     */
    @Transactional
    Version move(Request request) {
        var template = ownership.claim(request.organization(), request.template(), request.revision(), request.actor());
        var version = version(template, request.number());
        Transitions.check(version, request.move());
        switch (request.move()) {
            case APPROVE -> demandFourEyes(version, request.actor());
            case PUBLISH -> makeRoom(template, version, request.actor());
            case RETIRE -> rows.takeOutOfForce(template.id());
            case DISCARD -> auditDiscard(request, version);
            case CREATE, EDIT, SUBMIT, RETURN -> {}
        }
        take(version, request.move(), request.actor(), request.note());
        var moved = version(template, request.number());
        if (request.move() == Move.PUBLISH) {
            rows.show(moved, true);
        }
        log.atInfo()
                .addKeyValue("template_id", template.id())
                .addKeyValue("version", version.number())
                .addKeyValue("move", request.move().code())
                .log("Template version moved");
        return moved;
    }

    private void take(Version version, Move move, String actor, @Nullable String note) {
        if (!versions.move(version, move.to())) {
            throw Transitions.illegal(version, move);
        }
        steps.add(Step.of(version, move, actor, note, ownership.now()));
    }

    private void auditDiscard(Request request, Version version) {
        trail.record(
                request.organization(),
                null,
                request.actor(),
                "template-version-discarded",
                Map.of(
                        "template_id", Long.toString(version.templateId()),
                        "template_version", Integer.toString(version.number()),
                        "state", version.state().code()));
    }

    private void demandFourEyes(Version version, String approver) {
        if (version.createdBy().equals(approver)
                || steps.authors(version.templateId(), version.number()).contains(approver)) {
            throw ProblemException.forbidden("four-eyes", "Who has written a version cannot approve it");
        }
    }

    /** What was allowed when it was written may not be any more. */
    private void makeRoom(Template template, Version version, String actor) {
        var owner = Objects.requireNonNull(template.organizationId());
        WordingRules.check(template.purpose(), version.wording(), terms.of(owner));
        approvals.demandOwnName(owner, version.wording());
        versions.published(template.id())
                .ifPresent(old -> take(old, Move.RETIRE, actor, "superseded by version " + version.number()));
    }

    private Version version(Template template, int number) {
        return versions.find(template.id(), number)
                .orElseThrow(() -> ProblemException.notFound("unknown-version", "The template has no such version"));
    }

    /** Every version, newest first. */
    @Transactional(readOnly = true)
    List<Version> page(Template template, int before, int limit) {
        return versions.page(template.id(), before, limit);
    }

    /**
     * One version.
     *
     * @throws ProblemException 404 {@code unknown-version}
     */
    @Transactional(readOnly = true)
    Version get(Template template, int number) {
        return version(template, number);
    }

    @Transactional(readOnly = true)
    List<Step> history(Template template, long after, int limit) {
        return steps.page(template.id(), after, limit);
    }

    /** Who wants which version moved, knowing which revision of its template. */
    record Request(
            long organization,
            long template,
            int number,
            int revision,
            Move move,
            String actor,
            @Nullable String note) {}
}
