package com.ovhi.outreach.local.load;

import com.ovhi.outreach.common.time.ClockFile;
import com.ovhi.outreach.simulators.twilio.TwilioSignature;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** What providers post about messages, signed with the secrets of the simulated accounts. Thread-safe. */
final class ProviderPosts {

    private static final String AUTH_TOKEN = "local-auth-token";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String EVENT = """
            {"email":"load@example.org","event":"%s","sg_event_id":"%s","sg_message_id":"load-%s.recvd","job_id":"%s",\
            "attempt":"1","useragent":"Mozilla/5.0","url":"https://portal.example.org/"}""";

    private final String webhooks;
    private final PrivateKey sendGridKey;
    private final ClockFile clock;
    private final InstantSource real = InstantSource.system();

    ProviderPosts(Properties suite, Path folder) throws IOException {
        webhooks = suite.getProperty("service.webhook-service") + "/api/v1/webhooks";
        sendGridKey = key(Files.readString(folder.resolve("simulators/sendgrid-signing-key")));
        clock = new ClockFile(Path.of(suite.getProperty("clock.file")));
    }

    /** Something happened to mails, each time something new. */
    HttpRequest sendGrid(String event, List<String> jobs) {
        var body = jobs.stream()
                .map(job -> EVENT.formatted(event, UUID.randomUUID(), job, job))
                .collect(Collectors.joining(",", "[", "]\r\n"))
                .getBytes(StandardCharsets.UTF_8);
        var time = Long.toString(clock.get().instantAt(real.instant()).getEpochSecond());
        return HttpRequest.newBuilder(URI.create(webhooks + "/sendgrid/events"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("X-Twilio-Email-Event-Webhook-Signature", signature(time, body))
                .header("X-Twilio-Email-Event-Webhook-Timestamp", time)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    /** The same event of one mail so many times. */
    HttpRequest sendGridBatch(String event, String job, int number) {
        return sendGrid(event, Collections.nCopies(number, job));
    }

    /** Something happened to a text. */
    HttpRequest twilio(String status, String job, String sid) {
        var url = webhooks + "/twilio/status?job=" + job + "&a=1";
        var form = new TreeMap<>(Map.of(
                "MessageSid",
                sid,
                "MessageStatus",
                status,
                "AccountSid",
                "AC00000000000000000000000000000001",
                "From",
                "+15005550006",
                "To",
                "+16025550100",
                "ApiVersion",
                "2010-04-01"));
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .header("X-Twilio-Signature", TwilioSignature.of(AUTH_TOKEN, url, form))
                .POST(BodyPublishers.ofString(encoded(form)))
                .build();
    }

    private String signature(String time, byte[] body) {
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(sendGridKey);
            signature.update(time.getBytes(StandardCharsets.US_ASCII));
            signature.update(body);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key of the simulators does not sign", e);
        }
    }

    private static PrivateKey key(String base64) {
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64.strip())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key of the simulators cannot be read", e);
        }
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
