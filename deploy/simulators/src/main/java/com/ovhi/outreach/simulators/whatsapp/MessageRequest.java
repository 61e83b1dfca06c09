package com.ovhi.outreach.simulators.whatsapp;

import com.ovhi.outreach.simulators.exchange.Attempt;
import com.ovhi.outreach.simulators.ledger.Draft;
import com.ovhi.outreach.simulators.ledger.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A message to be sent, read for the ledger and for its recipient. */
final class MessageRequest {

    private final JsonNode json;

    MessageRequest(JsonNode json) {
        this.json = json;
    }

    JsonNode json() {
        return json;
    }

    String type() {
        return json.path("type").asString("text");
    }

    /** The recipient as Meta writes it: digits, or a business-scoped user id. */
    String waId() {
        String to = json.path("to").asString("");
        return to.isEmpty() ? json.path("recipient").asString("") : to.replaceAll("[^0-9]", "");
    }

    String template() {
        return json.path("template").path("name").asString("");
    }

    String language() {
        return json.path("template").path("language").path("code").asString("");
    }

    boolean freeForm() {
        return !type().equals("template");
    }

    Attempt attempt(String path, String phoneNumberId) {
        return new Attempt(path, phoneNumberId, waId(), opaque(), references(), text());
    }

    Draft draft(String phoneNumberId, String wamid) {
        return Draft.of(Entry.Kind.MESSAGE)
                .outcome("accepted", null)
                .between(phoneNumberId, waId())
                .message(wamid)
                .job(opaque(), references())
                .text(text())
                .detail("type", type())
                .detail("template", freeForm() ? null : template())
                .detail("language", freeForm() ? null : language())
                .detail("buttons", buttons())
                .detail("titles", titles());
    }

    private @Nullable String opaque() {
        return json.path("biz_opaque_callback_data").asString(null);
    }

    private Map<String, String> references() {
        String opaque = opaque();
        return opaque == null ? Map.of() : Map.of("biz_opaque_callback_data", opaque);
    }

    /** The text; of a template only its name and parameters are known here. */
    private String text() {
        return switch (type()) {
            case "text" -> json.path("text").path("body").asString("");
            case "interactive" ->
                json.path("interactive").path("body").path("text").asString("");
            case "template" -> template() + ": " + String.join(" | ", parameters("body", "text"));
            default -> "";
        };
    }

    /** What is sent back when a button is pressed. */
    private List<String> buttons() {
        if (!type().equals("interactive")) {
            return parameters("button", "payload");
        }
        return replies("id");
    }

    private List<String> titles() {
        return type().equals("interactive") ? replies("title") : List.of();
    }

    private List<String> replies(String field) {
        return json.path("interactive").path("action").path("buttons").values().stream()
                .map(button -> button.path("reply").path(field).asString(""))
                .collect(Collectors.toList());
    }

    private List<String> parameters(String component, String field) {
        List<String> values = new ArrayList<>();
        for (JsonNode one : json.path("template").path("components")) {
            boolean wanted = component.equals(one.path("type").asString("").toLowerCase(java.util.Locale.ROOT));
            for (JsonNode parameter : one.path("parameters")) {
                if (wanted
                        && parameter.path(field).isString()
                        && !one.path("sub_type").asString("").equals("url")) {
                    values.add(parameter.path(field).stringValue());
                }
            }
        }
        return values;
    }
}
