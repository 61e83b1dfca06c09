package com.ovhi.outreach.channel.whatsapp;

import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.common.contract.MessageContent.WhatsAppTemplate;
import com.ovhi.outreach.common.phi.Masked;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A template message as the Cloud API takes it (domain.md §3.1). PHI. */
record TemplateMessage(
        String messagingProduct,
        String recipientType,
        String to,
        String type,
        String bizOpaqueCallbackData,
        Template template) {

    static TemplateMessage of(OutboundMessage message, WhatsAppTemplate template) {
        var body = template.parameters().isEmpty()
                ? Stream.<Component>empty()
                : Stream.of(Component.body(template.parameters()));
        var buttons = IntStream.range(0, template.quickReplies().size())
                .mapToObj(index ->
                        Component.quickReply(index, template.quickReplies().get(index)));
        return new TemplateMessage(
                "whatsapp",
                "individual",
                message.content().address().replace("+", ""),
                "template",
                message.jobId() + ":" + message.attempt(),
                new Template(
                        template.name(),
                        new Language("deterministic", template.languageCode()),
                        Stream.concat(body, buttons).toList()));
    }

    @Override
    public String toString() {
        return "TemplateMessage[" + Masked.MASK + "]";
    }

    record Template(String name, Language language, List<Component> components) {}

    record Language(String policy, String code) {}

    record Component(
            String type, @Nullable String subType, @Nullable String index, List<Parameter> parameters) {

        static Component body(List<String> texts) {
            return new Component(
                    "body", null, null, texts.stream().map(Parameter::text).toList());
        }

        static Component quickReply(int index, String payload) {
            return new Component("button", "quick_reply", Integer.toString(index), List.of(Parameter.payload(payload)));
        }
    }

    record Parameter(
            String type, @Nullable String text, @Nullable String payload) {

        /** Meta refuses parameters with line breaks, tabs or more than four spaces in a row. */
        static Parameter text(String text) {
            return new Parameter("text", text.strip().replaceAll("\\s+", " "), null);
        }

        static Parameter payload(String payload) {
            return new Parameter("payload", null, payload);
        }
    }
}
