package com.ovhi.outreach.template.rendering;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.catalog.Template;
import com.ovhi.outreach.template.catalog.TemplateCatalog;
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
    private final MeterRegistry meters;
    private final Cache<VersionKey, CompiledWording> compiled =
            Caffeine.newBuilder().maximumSize(CACHED_TEMPLATES).build();

    Rendering(TemplateCatalog catalog, MeterRegistry meters) {
        this.catalog = catalog;
        this.meters = meters;
    }

    RenderedMessage render(long organization, RenderRequest request) {
        var sample = Timer.start(meters);
        var outcome = "failed";
        try {
            var template = catalog.forSending(
                    organization, request.templateId(), request.purpose(), request.channel(), request.language());
            var message = message(template, compiled(template).compose(request.variables()));
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

    RenderedMessage preview(long organization, long templateId, Map<String, String> variables) {
        var template = catalog.get(organization, templateId);
        return message(template, compiled(template).preview(variables));
    }

    private CompiledWording compiled(Template template) {
        return compiled.get(
                new VersionKey(template.id(), template.version()), key -> CompiledWording.of(template.wording()));
    }

    private static RenderedMessage message(Template template, Composition composition) {
        var wording = template.wording();
        return new RenderedMessage(
                template.id(),
                template.version(),
                wording.channel(),
                wording.language(),
                composition.subject(),
                composition.text(),
                composition.html(),
                whatsapp(template, composition),
                wording.marketing(),
                composition.segments());
    }

    private static MessageContent.@Nullable WhatsAppTemplate whatsapp(Template template, Composition composition) {
        var whatsapp = template.wording().whatsapp();
        return whatsapp == null
                ? null
                : new MessageContent.WhatsAppTemplate(
                        whatsapp.name(), whatsapp.languageCode(), composition.parameters(), whatsapp.quickReplies());
    }

    /** A version of a template never changes, so it may be kept for ever. */
    private record VersionKey(long templateId, int version) {}
}
