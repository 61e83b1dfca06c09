package com.ovhi.outreach.template.rendering;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.catalog.Template;
import com.ovhi.outreach.template.catalog.TemplateCatalog;
import com.ovhi.outreach.template.catalog.TemplateCatalog.Chosen;
import com.ovhi.outreach.template.catalog.Wanted;
import com.ovhi.outreach.template.smspreview.SmsPreview;
import com.ovhi.outreach.template.smspreview.SmsPreviews;
import com.ovhi.outreach.template.whatsapp.WhatsAppApprovals;
import com.ovhi.outreach.template.wording.CompiledWording;
import com.ovhi.outreach.template.wording.CompiledWording.Composition;
import com.ovhi.outreach.template.wording.Terms;
import com.ovhi.outreach.template.wording.variables.Sensitivity;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Writes one message from a template and values. */
@Service
class Rendering {

    private static final int CACHED_TEMPLATES = 2_000;

    private final TemplateCatalog catalog;
    private final WhatsAppApprovals approvals;
    private final LinkOffer links;
    private final RenderTerms terms;
    private final Release release;
    private final SmsPreviews previews;
    private final MeterRegistry meters;
    private final Cache<VersionKey, CompiledWording> compiled =
            Caffeine.newBuilder().maximumSize(CACHED_TEMPLATES).build();

    Rendering(
            TemplateCatalog catalog,
            WhatsAppApprovals approvals,
            LinkOffer links,
            RenderTerms terms,
            Release release,
            SmsPreviews previews,
            MeterRegistry meters) {
        this.catalog = catalog;
        this.approvals = approvals;
        this.links = links;
        this.terms = terms;
        this.release = release;
        this.previews = previews;
        this.meters = meters;
    }

    /** Lets many texts be asked for, whose templates, terms and approvals are looked up once. */
    <T> T together(Supplier<T> asking) {
        return catalog.together(() -> terms.together(() -> approvals.together(asking)));
    }

    RenderedMessage render(Asked asked) {
        var request = asked.request();
        var sample = Timer.start(meters);
        var outcome = "failed";
        try {
            var version = request.templateVersion();
            var message = version == null ? toSend(asked) : again(asked, version);
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

    private RenderedMessage toSend(Asked asked) {
        var agreed = terms.of(asked);
        var chosen = catalog.forSending(wanted(asked, agreed));
        var ttlSeconds = approvals.demandSendable(chosen.template().wording());
        var wording = compiled(chosen.template());
        var offered = links.compose(asked, chosen.template(), wording, agreed);
        return released(asked, chosen, offered, ttlSeconds);
    }

    private RenderedMessage released(
            Asked asked, Chosen chosen, LinkOffer.Offered offered, @Nullable Integer ttlSeconds) {
        var link = asked.rehearsal() ? null : offered.link();
        var disclosed = asked.rehearsal()
                ? Set.<Sensitivity>of()
                : compiled(chosen.template()).disclosures();
        if (link != null || !disclosed.isEmpty() || asked.seenByPerson()) {
            release.release(asked, chosen.template(), link, disclosed);
        }
        return RenderedMessages.of(chosen, offered.composition(), ttlSeconds);
    }

    /**
     * The text of a version that was published once, whatever has become of it. It can always be looked at, but is not
     * given out to be sent when Meta no longer lets us.
     */
    private RenderedMessage again(Asked asked, int version) {
        var request = asked.request();
        var id = request.templateId();
        if (id == null) {
            throw ProblemException.badRequest("invalid-request", "A version goes with a template");
        }
        var agreed = terms.of(asked);
        var chosen = catalog.pinned(wanted(asked, agreed), id, version);
        var ttlSeconds = asked.rehearsal()
                ? null
                : approvals.demandSendable(chosen.template().wording());
        var composition = compiled(chosen.template()).compose(request.variables(), agreed);
        return released(asked, chosen, new LinkOffer.Offered(composition, null), ttlSeconds);
    }

    private static Wanted wanted(Asked asked, Terms agreed) {
        var request = asked.request();
        return new Wanted(
                asked.organizationId(),
                request.providerId(),
                request.templateId(),
                request.purpose(),
                request.channel(),
                request.language(),
                request.variant(),
                agreed.capabilities());
    }

    /** A text for the eyes of staff. Drafts change, so nothing is kept. */
    Preview preview(
            long organization,
            long templateId,
            @Nullable Integer version,
            Map<String, String> variables,
            @Nullable String country) {
        var template = version == null
                ? catalog.get(organization, templateId)
                : catalog.version(organization, templateId, version);
        Composition composition = CompiledWording.of(template.purpose(), template.wording())
                .preview(variables, terms.ofPreview(organization));
        var sms = template.wording().channel() == Channel.SMS ? previews.of(composition.written(), country) : null;
        return new Preview(template, RenderedMessages.of(template, composition), sms);
    }

    private CompiledWording compiled(Template template) {
        return compiled.get(
                new VersionKey(template.id(), template.version()),
                key -> CompiledWording.of(template.purpose(), template.wording()));
    }

    /** A published version of a template never changes, so it may be kept for ever. */
    private record VersionKey(long templateId, int version) {}

    /** A text and the template it is of; {@code sms} says how it would travel, null on other channels. */
    record Preview(
            Template template,
            RenderedMessage message,
            @Nullable SmsPreview sms) {}
}
