package com.ovhi.outreach.channel.whatsapp;

import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.common.contract.MessageContent.WhatsAppTemplate;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.phi.WhatsAppUser;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A message as the Cloud API takes it (domain.md §3.1): a template, or without one free text, which Meta takes only
 * within a day after the patient wrote and else refuses. PHI.
 *
 * @param to a number; null when the patient is known by {@code recipient}, an id of Meta's, only
 */
record WhatsAppMessage(
        String messagingProduct,
        String recipientType,
        @Nullable String to,
        @Nullable String recipient,
        String type,
        String bizOpaqueCallbackData,
        @Nullable Template template,
        @Nullable Text text) {

    static WhatsAppMessage of(OutboundMessage message) {
        var content = message.content();
        var template = content.whatsapp();
        var user = WhatsAppUser.parse(content.address());
        return new WhatsAppMessage(
                "whatsapp",
                "individual",
                user.isPresent() ? null : content.address().replace("+", ""),
                user.map(WhatsAppUser::id).orElse(null),
                template == null ? "text" : "template",
                message.jobId() + ":" + message.attempt(),
                template == null ? null : Template.of(template),
                template == null ? new Text(content.text(), false) : null);
    }

    @Override
    public String toString() {
        return "WhatsAppMessage[" + Masked.MASK + "]";
    }

    /** Without preview: Meta would fetch the patient's link. */
    record Text(String body, boolean previewUrl) {}

    record Template(String name, Language language, List<Component> components) {

        static Template of(WhatsAppTemplate template) {
            var body = template.parameters().isEmpty()
                    ? Stream.<Component>empty()
                    : Stream.of(Component.body(template.parameters()));
            var buttons = IntStream.range(0, template.quickReplies().size())
                    .mapToObj(index ->
                            Component.quickReply(index, template.quickReplies().get(index)));
            return new Template(
                    template.name(),
                    new Language("deterministic", template.languageCode()),
                    Stream.concat(body, buttons).toList());
        }
    }

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
