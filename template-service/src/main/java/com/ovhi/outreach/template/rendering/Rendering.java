package com.ovhi.outreach.template.rendering;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.catalog.Template;
import com.ovhi.outreach.template.catalog.TemplateCatalog;
import com.ovhi.outreach.template.catalog.Wanted;
import com.ovhi.outreach.template.whatsapp.WhatsAppApprovals;
import com.ovhi.outreach.template.wording.CompiledWording;
import com.ovhi.outreach.template.wording.CompiledWording.Composition;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Writes one message from a template and values. */
@Service
class Rendering {

    private static final int CACHED_TEMPLATES = 2_000;

    private final TemplateCatalog catalog;
    private final WhatsAppApprovals approvals;
    private final LinkOffer links;
    private final MeterRegistry meters;
    private final Cache<VersionKey, CompiledWording> compiled =
            Caffeine.newBuilder().maximumSize(CACHED_TEMPLATES).build();

    Rendering(TemplateCatalog catalog, WhatsAppApprovals approvals, LinkOffer links, MeterRegistry meters) {
        this.catalog = catalog;
        this.approvals = approvals;
        this.links = links;
        this.meters = meters;
    }

    RenderedMessage render(long organization, RenderRequest request) {
        var sample = Timer.start(meters);
        var outcome = "failed";
        try {
            var version = request.templateVersion();
            var message = version == null ? toSend(organization, request) : again(organization, request, version);
            outcome = "rendered";
            return message;
        } catch (ProblemException e) {
            outcome = e.slug();
            throw e;
        } finally {
            var channel = request.channel().code();
            sample.stop(meters.timer("outreach.template.render", "channel", channel, "outcome", outcome));
        }
    }

    private RenderedMessage toSend(long organization, RenderRequest request) {
        var chosen = catalog.forSending(wanted(organization, request));
        approvals.demandSendable(chosen.template().wording());
        var wording = compiled(chosen.template());
        return RenderedMessages.of(chosen, links.compose(organization, request, chosen.template(), wording));
    }

    /** The text of a version that was published once, whatever has become of it: nothing is looked up but the text. */
    private RenderedMessage again(long organization, RenderRequest request, int version) {
        var id = request.templateId();
        if (id == null) {
            throw ProblemException.badRequest("invalid-request", "A version goes with a template");
        }
        var chosen = catalog.pinned(wanted(organization, request), id, version);
        return RenderedMessages.of(
                chosen, compiled(chosen.template()).compose(request.variables(), LinkOffer.terms(request)));
    }

    private static Wanted wanted(long organization, RenderRequest request) {
        return new Wanted(
                organization,
                request.providerId(),
                request.templateId(),
                request.purpose(),
                request.channel(),
                request.language(),
                request.variant());
    }

    /** A text for the eyes of staff. Drafts change, so nothing is kept. */
    Preview preview(long organization, long templateId, @Nullable Integer version, Map<String, String> variables) {
        var template = version == null
                ? catalog.get(organization, templateId)
                : catalog.version(organization, templateId, version);
        Composition composition =
                CompiledWording.of(template.purpose(), template.wording()).preview(variables);
        return new Preview(template, RenderedMessages.of(template, composition));
    }

    private CompiledWording compiled(Template template) {
        return compiled.get(
                new VersionKey(template.id(), template.version()),
                key -> CompiledWording.of(template.purpose(), template.wording()));
    }

    /** A published version of a template never changes, so it may be kept for ever. */
    private record VersionKey(long templateId, int version) {}

    /** A text and the template it is of. */
    record Preview(Template template, RenderedMessage message) {}
}
