package com.ovhi.outreach.common.contract.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Masked;
import org.jspecify.annotations.Nullable;

/**
 * Answer of the render call: the final text of one message. {@code whatsapp} is set for WhatsApp only; {@code choice} says why it was this template.
 */
public record RenderedMessage(
        long templateId,
        int templateVersion,
        Channel channel,
        String language,
        @Nullable String subject,
        String text,
        @Nullable String html,
        MessageContent.@Nullable WhatsAppTemplate whatsapp,
        boolean marketing,
        int segments,
        @Nullable Choice choice) {

    @Override
    public String toString() {
        return "RenderedMessage[templateId=" + templateId + ", " + Masked.MASK + "]";
    }

    /** What decided; {@code variant} is null for the base. */
    public record Choice(
            Level level,
            LanguageStep languageStep,
            @Nullable String variant) {}

    /** Whose template it is. */
    public enum Level {
        /** Meant for one provider of the organisation. */
        @JsonProperty("provider")
        PROVIDER,
        /** The organisation's own. */
        @JsonProperty("organization")
        ORGANIZATION,
        /** Comes with the suite. */
        @JsonProperty("global")
        GLOBAL
    }

    /** Which step of the language fallback it was found on. */
    public enum LanguageStep {
        /** The template was asked for by its id. */
        @JsonProperty("template-asked-for")
        TEMPLATE_ASKED_FOR,
        /** The language asked for. */
        @JsonProperty("exact")
        EXACT,
        /** The language asked for with its last parts cut off. */
        @JsonProperty("shortened")
        SHORTENED,
        /** The language the organisation falls back to. */
        @JsonProperty("organization-default")
        ORGANIZATION_DEFAULT,
        /** English. */
        @JsonProperty("last-resort")
        LAST_RESORT
    }
}
