package com.ovhi.outreach.local.load;

import com.ovhi.outreach.simulators.twilio.TwilioSignature;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Patients' STOP as Twilio posts it, signed with the token of the simulated account. */
final class StopWebhooks {

    private static final String AUTH_TOKEN = "local-auth-token";
    private static final String PATH = "/api/v1/webhooks/twilio/inbound";

    private final String url;

    StopWebhooks(Properties suite) {
        url = suite.getProperty("service.webhook-service") + PATH;
    }

    /** STOP from the telephone of a patient. */
    HttpRequest request(long patient) {
        var form = new TreeMap<>(Map.of(
                "MessageSid", "SM%032x".formatted(patient),
                "SmsStatus", "received",
                "AccountSid", "AC00000000000000000000000000000001",
                "From", LoadPatients.phone(patient),
                "To", "+15005550006",
                "Body", "STOP",
                "NumMedia", "0",
                "NumSegments", "1"));
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .header("X-Twilio-Signature", TwilioSignature.of(AUTH_TOKEN, url, form))
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                .build();
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
