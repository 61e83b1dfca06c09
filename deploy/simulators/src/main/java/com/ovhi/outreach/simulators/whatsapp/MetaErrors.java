package com.ovhi.outreach.simulators.whatsapp;

import com.ovhi.outreach.simulators.exchange.Answer;
import com.ovhi.outreach.simulators.world.Identifiers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Meta's refusals. */
@Component
final class MetaErrors {

    static final String REFERENCE = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/";

    private final JsonMapper json;
    private final Identifiers identifiers;

    MetaErrors(JsonMapper json, Identifiers identifiers) {
        this.json = json;
        this.identifiers = identifiers;
    }

    /** Something Meta has against a message. */
    record Objection(int code, String details) {}

    Answer refuse(Objection objection) {
        return refuse(400, objection.code(), objection.details());
    }

    Answer unauthorised(boolean anyToken) {
        return refuse(
                401,
                190,
                anyToken
                        ? "Invalid OAuth access token - Cannot parse access token"
                        : "An access token is required to request this resource.");
    }

    /** The wording for a status that was asked for. */
    Answer asked(int status, String code) {
        return refuse(status, code.isEmpty() ? usual(status) : Integer.parseInt(code), "");
    }

    private Answer refuse(int status, int code, String details) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", code == 190 ? details : "(#" + code + ") " + title(code));
        error.put("type", "OAuthException");
        error.put("code", code);
        if (code != 190) {
            error.put("error_data", Map.of("messaging_product", "whatsapp", "details", details));
        }
        error.put("fbtrace_id", "A" + identifiers.urlSafe());
        return Answer.refused(status, Integer.toString(code), json.writeValueAsString(Map.of("error", error)));
    }

    /** The title under which Meta lists a code. */
    static String title(int code) {
        return switch (code) {
            case 1 -> "API Unknown";
            case 2 -> "API Service";
            case 100 -> "Invalid parameter";
            case 130429 -> "Rate limit hit";
            case 131000 -> "Something went wrong";
            case 131008 -> "Required parameter is missing";
            case 131009 -> "Parameter value is not valid";
            case 131016 -> "Service unavailable";
            case 131026 -> "Message undeliverable";
            case 131047 -> "Re-engagement message";
            case 131048 -> "Spam rate limit hit";
            case 131049 -> "This message was not delivered to maintain healthy ecosystem engagement.";
            case 131050 -> "User has stopped receiving marketing messages from this business";
            case 131051 -> "Unsupported message type";
            case 131056 -> "(Business Account, Consumer Account) pair rate limit hit";
            case 132000 -> "Number of parameters does not match the expected number of params";
            case 132001 -> "Template name does not exist in the translation";
            case 132015 -> "Template is Paused";
            default -> "Message failed";
        };
    }

    private static int usual(int status) {
        return switch (status) {
            case 400 -> 100;
            case 401 -> 190;
            case 403 -> 10;
            case 429 -> 130429;
            case 503 -> 131016;
            default -> 131000;
        };
    }
}
