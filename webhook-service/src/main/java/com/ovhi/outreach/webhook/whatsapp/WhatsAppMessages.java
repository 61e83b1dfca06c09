package com.ovhi.outreach.webhook.whatsapp;

import static com.ovhi.outreach.webhook.whatsapp.Json.each;
import static com.ovhi.outreach.webhook.whatsapp.Json.text;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.webhook.notice.InboundText;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.ProviderTime;
import com.ovhi.outreach.webhook.notice.Sender;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads what people wrote, pressed or reacted, and what they set in their WhatsApp preferences. */
@Component
final class WhatsAppMessages {

    Observation read(JsonNode message, JsonNode value, Notice notice) {
        var raw = message.toString();
        var wamid = text(message, "id");
        var type = Objects.requireNonNullElse(text(message, "type"), "unsupported");
        if (wamid == null || wamid.isBlank()) {
            return Observation.rejected(Provider.WHATSAPP, raw, "no-message-id");
        }
        if (type.equals("system")) {
            return inbound("inbound|" + wamid, raw, new Interpretation.Ignored("system"));
        }
        var from = sender(message, value);
        if (from.isEmpty()) {
            return Observation.rejected(Provider.WHATSAPP, raw, "no-sender");
        }
        var text = new InboundText(
                Channel.WHATSAPP,
                Sender.ofWhatsApp(from.get()),
                Objects.requireNonNullElse(text(value, "metadata", "display_phone_number"), ""),
                body(message, type),
                wamid,
                null,
                payload(message, type),
                repliedTo(message, type),
                ProviderTime.read(text(message, "timestamp"), notice.receivedAt()));
        return inbound("inbound|" + wamid, raw, new Interpretation.Inbound(text));
    }

    /** Somebody told WhatsApp itself to stop our marketing; honoured for everything, as a STOP in words would be. */
    Observation preference(JsonNode preference, JsonNode value, Notice notice) {
        var raw = preference.toString();
        var from = Optional.ofNullable(text(preference, "wa_id")).or(() -> sender(preference, value));
        var wish = text(preference, "value");
        var key = "preference|" + Observation.sha256(raw);
        if (from.isEmpty() || wish == null) {
            return Observation.rejected(Provider.WHATSAPP, raw, "no-preference");
        }
        if (!wish.equals("stop")) {
            return inbound(key, raw, new Interpretation.Ignored("preference"));
        }
        var text = new InboundText(
                Channel.WHATSAPP,
                Sender.ofWhatsApp(from.get()),
                Objects.requireNonNullElse(text(value, "metadata", "display_phone_number"), ""),
                "",
                key,
                "STOP",
                null,
                null,
                ProviderTime.read(text(preference, "timestamp"), notice.receivedAt()));
        return inbound(key, raw, new Interpretation.Inbound(text));
    }

    private static Observation inbound(String key, String raw, Interpretation meaning) {
        return new Observation(Provider.WHATSAPP, Observation.Kind.INBOUND, key, raw, meaning);
    }

    /** The number if it is told anywhere, else the user id. */
    private static Optional<String> sender(JsonNode message, JsonNode value) {
        var contact = each(value, "contacts").findFirst();
        return Stream.of(
                        Optional.ofNullable(text(message, "from")),
                        contact.map(each -> text(each, "wa_id")),
                        Optional.ofNullable(text(message, "from_user_id")),
                        Optional.ofNullable(text(message, "user_id")),
                        contact.map(each -> text(each, "user_id")))
                .flatMap(Optional::stream)
                .filter(each -> !each.isBlank())
                .findFirst();
    }

    private static String body(JsonNode message, String type) {
        var body = switch (type) {
            case "text" -> text(message, "text", "body");
            case "button" -> text(message, "button", "text");
            case "interactive" -> interactive(message);
            case "reaction" -> text(message, "reaction", "emoji");
            case "edit" -> text(message, "edit", "message", "text", "body");
            default -> text(message, type, "caption");
        };
        return Objects.requireNonNullElse(body, "");
    }

    private static @Nullable String interactive(JsonNode message) {
        return Stream.of(
                        Optional.ofNullable(text(message, "interactive", "button_reply", "title")),
                        Optional.ofNullable(text(message, "interactive", "list_reply", "title")),
                        Optional.ofNullable(text(message, "interactive", "nfm_reply", "body")))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String payload(JsonNode message, String type) {
        return switch (type) {
            case "button" -> text(message, "button", "payload");
            case "interactive" -> {
                var button = text(message, "interactive", "button_reply", "id");
                yield button == null ? text(message, "interactive", "list_reply", "id") : button;
            }
            default -> null;
        };
    }

    private static @Nullable String repliedTo(JsonNode message, String type) {
        return type.equals("reaction") ? text(message, "reaction", "message_id") : text(message, "context", "id");
    }
}
