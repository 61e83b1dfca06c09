package com.ovhi.outreach.simulators.whatsapp;

import com.ovhi.outreach.simulators.whatsapp.MetaErrors.Objection;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What Meta demands of a message. */
@Component("whatsAppMessageValidation")
final class MessageValidation {

    private static final Pattern WA_ID = Pattern.compile("[1-9]\\d{6,14}");
    private static final Pattern USER_ID = Pattern.compile("[A-Z]{2}\\.[A-Za-z0-9.]+");
    private static final Pattern TEMPLATE = Pattern.compile("[a-z0-9_]{1,512}");
    private static final Pattern BAD_PARAMETER = Pattern.compile("[\\n\\t]| {5,}");
    private static final int LONGEST_TEXT = 4096;
    private static final int LONGEST_INTERACTIVE = 1024;
    private static final int LONGEST_TITLE = 20;
    private static final int MOST_BUTTONS = 3;
    private static final int LONGEST_OPAQUE = 512;

    private final WhatsAppProperties properties;
    private final CustomerWindows windows;

    MessageValidation(WhatsAppProperties properties, CustomerWindows windows) {
        this.properties = properties;
        this.windows = windows;
    }

    Optional<Objection> objection(MessageRequest request, String phoneNumberId) {
        JsonNode json = request.json();
        if (!json.path("messaging_product").asString("").equals("whatsapp")) {
            return objection(100, "The parameter messaging_product is required.");
        }
        if (request.waId().isEmpty()) {
            return objection(131008, "The parameter to is required.");
        }
        if (!WA_ID.matcher(request.waId()).matches()
                && !USER_ID.matcher(request.waId()).matches()) {
            return objection(131009, "The parameter to is not a valid WhatsApp number.");
        }
        if (json.path("biz_opaque_callback_data").asString("").length() > LONGEST_OPAQUE) {
            return objection(100, "Param biz_opaque_callback_data must be at most 512 characters long.");
        }
        return switch (request.type()) {
            case "text" -> text(json.path("text").path("body")).or(() -> window(request, phoneNumberId));
            case "interactive" -> interactive(json.path("interactive")).or(() -> window(request, phoneNumberId));
            case "template" -> template(request);
            default -> objection(131051, "Unsupported message type " + request.type());
        };
    }

    private static Optional<Objection> text(JsonNode body) {
        if (!body.isString() || body.stringValue().isBlank()) {
            return objection(131008, "The parameter text['body'] is required.");
        }
        return body.stringValue().length() > LONGEST_TEXT
                ? objection(100, "Param text['body'] must be at most 4096 characters long.")
                : Optional.empty();
    }

    private static Optional<Objection> interactive(JsonNode interactive) {
        String body = interactive.path("body").path("text").asString("");
        JsonNode buttons = interactive.path("action").path("buttons");
        if (body.isBlank() || body.length() > LONGEST_INTERACTIVE) {
            return objection(131009, "Interactive body text must be 1 to 1024 characters long.");
        }
        if (buttons.isEmpty() || buttons.size() > MOST_BUTTONS) {
            return objection(131009, "Interactive messages take 1 to 3 buttons.");
        }
        for (JsonNode button : buttons) {
            String title = button.path("reply").path("title").asString("");
            if (title.isEmpty() || title.length() > LONGEST_TITLE) {
                return objection(131009, "Button title length invalid. Min length: 1, Max length: 20");
            }
        }
        return Optional.empty();
    }

    private Optional<Objection> template(MessageRequest request) {
        if (!TEMPLATE.matcher(request.template()).matches() || unknown(request.template())) {
            return objection(
                    132001, "template name (" + request.template() + ") does not exist in " + request.language());
        }
        if (request.language().isEmpty()) {
            return objection(131008, "The parameter template['language']['code'] is required.");
        }
        for (JsonNode component : request.json().path("template").path("components")) {
            for (JsonNode parameter : component.path("parameters")) {
                Optional<Objection> objection = parameter(parameter);
                if (objection.isPresent()) {
                    return objection;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Objection> parameter(JsonNode parameter) {
        if (!parameter.path("type").asString("").equals("text")) {
            return Optional.empty();
        }
        String text = parameter.path("text").asString("");
        if (text.isEmpty()) {
            return objection(131008, "The text of a template parameter may not be empty.");
        }
        return BAD_PARAMETER.matcher(text).find()
                ? objection(100, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces")
                : Optional.empty();
    }

    private boolean unknown(String template) {
        return !properties.templates().isEmpty() && !properties.templates().contains(template);
    }

    private Optional<Objection> window(MessageRequest request, String phoneNumberId) {
        boolean here = properties.windowRefusal() == WhatsAppProperties.WindowRefusal.RESPONSE;
        return here && !windows.open(phoneNumberId, request.waId())
                ? objection(131047, CustomerWindows.CLOSED)
                : Optional.empty();
    }

    private static Optional<Objection> objection(int code, String details) {
        return Optional.of(new Objection(code, details));
    }
}
