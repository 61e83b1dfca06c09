package com.ovhi.outreach.simulators.twilio;

import com.ovhi.outreach.simulators.exchange.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Twilio's refusals. */
@Component
final class TwilioErrors {

    private final JsonMapper json;

    TwilioErrors(JsonMapper json) {
        this.json = json;
    }

    Answer refuse(int status, int code, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", code);
        body.put("message", message);
        body.put("more_info", "https://www.twilio.com/docs/errors/" + code);
        body.put("status", status);
        return Answer.refused(status, Integer.toString(code), json.writeValueAsString(body));
    }

    Answer refuse(Objection objection) {
        return refuse(400, objection.code(), objection.message());
    }

    Answer unauthorised() {
        return refuse(401, 20003, "Authenticate");
    }

    Answer notFound(String path) {
        return refuse(404, 20404, "The requested resource " + path + " was not found");
    }

    /** The wording for a status that was asked for. */
    Answer asked(int status, String code) {
        int number = code.isEmpty() ? usual(status) : Integer.parseInt(code);
        return refuse(
                status,
                number,
                switch (number) {
                    case 20429 -> "Too Many Requests";
                    case 20503 -> "Service unavailable";
                    case 20500 -> "An internal server error has occurred";
                    case 20003 -> "Authenticate";
                    case 21610 -> "Attempt to send to unsubscribed recipient";
                    default -> "The request was refused";
                });
    }

    private static int usual(int status) {
        return switch (status) {
            case 400 -> 21620;
            case 401 -> 20003;
            case 404 -> 20404;
            case 429 -> 20429;
            case 503 -> 20503;
            default -> 20500;
        };
    }

    /** Something Twilio has against a message. */
    record Objection(int code, String message) {}
}
