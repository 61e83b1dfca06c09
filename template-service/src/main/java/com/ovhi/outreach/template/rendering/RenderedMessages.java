package com.ovhi.outreach.template.rendering;

import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.contract.api.RenderedMessage.Choice;
import com.ovhi.outreach.common.contract.api.RenderedMessage.LanguageStep;
import com.ovhi.outreach.template.catalog.Template;
import com.ovhi.outreach.template.catalog.TemplateCatalog.Chosen;
import com.ovhi.outreach.template.wording.CompiledWording.Composition;
import org.jspecify.annotations.Nullable;

/** Puts a text into the answer of the render call. */
final class RenderedMessages {

    private RenderedMessages() {}

    /** @param ttlSeconds how long Meta tries to deliver it; null when that is not known, and on other channels */
    static RenderedMessage of(Chosen chosen, Composition composition, @Nullable Integer ttlSeconds) {
        return of(chosen.template(), chosen.step(), composition, ttlSeconds);
    }

    static RenderedMessage of(Template template, Composition composition) {
        return of(template, LanguageStep.TEMPLATE_ASKED_FOR, composition, null);
    }

    private static RenderedMessage of(
            Template template, LanguageStep step, Composition composition, @Nullable Integer ttlSeconds) {
        var wording = template.wording();
        return new RenderedMessage(
                template.id(),
                template.version(),
                wording.channel(),
                wording.language(),
                composition.subject(),
                composition.text(),
                composition.html(),
                whatsapp(template, composition, ttlSeconds),
                wording.marketing(),
                composition.segments(),
                new Choice(template.level(), step, template.variant()));
    }

    private static MessageContent.@Nullable WhatsAppTemplate whatsapp(
            Template template, Composition composition, @Nullable Integer ttlSeconds) {
        var whatsapp = template.wording().whatsapp();
        return whatsapp == null
                ? null
                : new MessageContent.WhatsAppTemplate(
                        whatsapp.name(),
                        whatsapp.languageCode(),
                        composition.parameters(),
                        whatsapp.quickReplies(),
                        ttlSeconds);
    }
}
