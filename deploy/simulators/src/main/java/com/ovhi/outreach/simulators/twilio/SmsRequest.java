package com.ovhi.outreach.simulators.twilio;

import com.ovhi.outreach.simulators.exchange.Attempt;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The form of a message to be sent. */
record SmsRequest(
        String to,
        String givenFrom,
        @Nullable String service,
        String body,
        String statusCallback,
        String validityPeriod,
        String from) {

    static SmsRequest of(HttpServletRequest request, TwilioProperties properties) {
        // A form that names no charset is UTF-8 to Twilio, and Latin-1 to a servlet container.
        request.setCharacterEncoding(StandardCharsets.UTF_8);
        @Nullable String service = request.getParameter("MessagingServiceSid");
        String from = field(request, "From");
        return new SmsRequest(
                field(request, "To"),
                from,
                service,
                field(request, "Body"),
                field(request, "StatusCallback"),
                field(request, "ValidityPeriod"),
                from.isEmpty() && service != null ? properties.numberOf(service) : from);
    }

    Attempt attempt(String path) {
        Map<String, String> references = references();
        return new Attempt(path, from, to, references.get("job"), references, body);
    }

    /** What the caller wrote into the query of its callback URL. */
    Map<String, String> references() {
        Map<String, String> references = new LinkedHashMap<>();
        int query = statusCallback.indexOf('?');
        if (query < 0) {
            return references;
        }
        for (String pair :
                statusCallback.substring(query + 1).replaceAll("#.*", "").split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                references.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
        return references;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    private static String field(HttpServletRequest request, String name) {
        return Objects.requireNonNullElse(request.getParameter(name), "");
    }
}
