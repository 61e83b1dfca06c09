package com.ovhi.outreach.simulators.whatsapp;

import com.ovhi.outreach.simulators.callbacks.Callback;
import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.world.Provider;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Writes webhook values as Meta does. */
@Component
final class Webhooks {

    private final WhatsAppProperties properties;

    Webhooks(WhatsAppProperties properties) {
        this.properties = properties;
    }

    Callback status(Entry message, String status, int errorCode, Instant at) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", message.message());
        entry.put("status", status);
        entry.put("timestamp", seconds(at));
        entry.put("recipient_id", message.recipient());
        entry.put("recipient_type", "individual");
        message.correlation().forEach(entry::put);
        if (errorCode != 0) {
            entry.put("errors", List.of(error(errorCode)));
        } else if (!status.equals("read")) {
            String category = category(message);
            entry.put(
                    "conversation",
                    Map.of(
                            "id",
                            Integer.toHexString(message.message().hashCode()),
                            "origin",
                            Map.of("type", category)));
            entry.put(
                    "pricing",
                    Map.of("billable", true, "pricing_model", "PMP", "category", category, "type", "regular"));
        }
        Map<String, Object> value = value(message.sender());
        value.put("statuses", List.of(entry));
        return Callback.status(message, Provider.WHATSAPP, status, at, properties.webhookUrl(), value);
    }

    /** What a user wrote or pressed. */
    record Inbound(
            String wamid,
            long afterSeq,
            String waId,
            String phoneNumberId,
            String replyTo,
            String type,
            Map<String, Object> content) {

        static Inbound text(String wamid, Entry after, String text) {
            return new Inbound(wamid, after.seq(), after.recipient(), after.sender(), "", "text", Map.of("body", text));
        }

        static Inbound button(String wamid, Entry after, String payload, String label) {
            boolean interactive = after.detail("type").equals("interactive");
            return new Inbound(
                    wamid,
                    after.seq(),
                    after.recipient(),
                    after.sender(),
                    after.message(),
                    interactive ? "interactive" : "button",
                    interactive
                            ? Map.of("type", "button_reply", "button_reply", Map.of("id", payload, "title", label))
                            : Map.of("payload", payload, "text", label));
        }
    }

    Callback inbound(Inbound inbound, Instant at) {
        Map<String, Object> message = new LinkedHashMap<>();
        if (!inbound.replyTo().isEmpty()) {
            message.put(
                    "context",
                    Map.of("from", properties.displayNumber(inbound.phoneNumberId()), "id", inbound.replyTo()));
        }
        message.put("from", inbound.waId());
        message.put("id", inbound.wamid());
        message.put("timestamp", seconds(at));
        message.put("type", inbound.type());
        message.put(inbound.type(), inbound.content());
        Map<String, Object> value = value(inbound.phoneNumberId());
        value.put("contacts", List.of(Map.of("profile", Map.of("name", "José Ñandú"), "wa_id", inbound.waId())));
        value.put("messages", List.of(message));
        return Callback.inbound(
                Provider.WHATSAPP, inbound.afterSeq(), inbound.wamid(), at, properties.webhookUrl(), value);
    }

    Map<String, Object> envelope(Map<String, Object> value) {
        return Map.of(
                "object",
                "whatsapp_business_account",
                "entry",
                List.of(Map.of(
                        "id",
                        properties.businessAccountId(),
                        "changes",
                        List.of(Map.of("value", value, "field", "messages")))));
    }

    private Map<String, Object> value(String phoneNumberId) {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("messaging_product", "whatsapp");
        value.put(
                "metadata",
                Map.of(
                        "display_phone_number",
                        properties.displayNumber(phoneNumberId),
                        "phone_number_id",
                        phoneNumberId));
        return value;
    }

    private static Map<String, Object> error(int code) {
        String title = MetaErrors.title(code);
        String details = code == 131047 ? CustomerWindows.CLOSED : title;
        return Map.of(
                "code", code,
                "title", title,
                "message", title,
                "error_data", Map.of("details", details),
                "href", MetaErrors.REFERENCE);
    }

    private String category(Entry message) {
        if (message.detail("template").isEmpty()) {
            return "service";
        }
        return properties.marketing(message.detail("template")) ? "marketing" : "utility";
    }

    private static String seconds(Instant at) {
        return Long.toString(at.getEpochSecond());
    }
}
