package com.ovhi.outreach.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.TestKafka;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A patient who writes text after text through Twilio: each is posted until it is answered with 2xx, and the next one only
 * then. One thread writes; {@link #answered()} may be read by others.
 */
final class NumberedTexts {

    private static final String TOKEN = "kill-token";

    private static final String BASE = "https://hooks.example.org";
    private static final String PATH = "/api/v1/webhooks/twilio/inbound";
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final String from;
    private final HttpClient http;
    private final IntSupplier port;
    private volatile int answered;

    /** @param port where the service listens at the moment */
    NumberedTexts(String from, HttpClient http, IntSupplier port) {
        this.from = from;
        this.http = http;
        this.port = port;
    }

    /** What a service needs to take them. */
    static List<String> settings() {
        return List.of(
                "outreach.webhook.twilio.public-base=" + BASE,
                "outreach.webhook.twilio.accounts.main.auth-tokens=" + TOKEN);
    }

    /** How many have been answered with 2xx: those with the numbers below. */
    int answered() {
        return answered;
    }

    void write(BooleanSupplier enough) {
        for (var number = 0; !enough.getAsBoolean(); number++) {
            while (!taken(number)) {
                if (enough.getAsBoolean()) {
                    return;
                }
                await().pollDelay(PAUSE).until(() -> true);
            }
            answered = number + 1;
        }
    }

    /** Whether all that were answered are on the topic, whole, each under one id, and in the order in which they were written. */
    void verify(TestKafka kafka, FieldCipher cipher, AddressHash hashes) {
        var ids = new LinkedHashMap<String, Set<String>>();
        for (var record : kafka.records(Topics.INBOUND)) {
            var text = record.as(InboundReceived.class);
            if (text.fromHash().equals(hashes.of(new PhoneNumber(from)))) {
                assertThat(record.key()).isEqualTo(text.fromHash());
                var said = cipher.open(text.body(), "inbound|body|" + text.inboundId());
                assertThat(text.providerMessageId()).as("the id of %s", said).isEqualTo(sid(numberOf(said)));
                ids.computeIfAbsent(said, _ -> new HashSet<>()).add(record.header("ce_id") + "|" + text.inboundId());
            }
        }
        // The last one may have been taken without an answer; what was published twice, under its id, counts where it
        // came first.
        assertThat(List.copyOf(ids.keySet()))
                .as("what %s wrote, in order", from)
                .hasSizeBetween(answered, answered + 1)
                .isEqualTo(IntStream.range(0, ids.size()).mapToObj(this::text).toList());
        assertThat(ids.values()).as("each text under one id").allMatch(each -> each.size() == 1);
    }

    static FieldCipher cipher() {
        return FieldCipher.ofKeyset(String.valueOf(System.getProperty("OUTREACH_KEYSET")));
    }

    static AddressHash hashes() {
        return new AddressHash(Base64.getDecoder().decode(System.getProperty("OUTREACH_INDEX_KEY")));
    }

    private String text(int number) {
        return number + " Größe & Maß = 100 % 👍, " + "and so on, ".repeat(number % 30) + from;
    }

    private static int numberOf(String text) {
        return Integer.parseInt(text.substring(0, text.indexOf(' ')));
    }

    private String sid(int number) {
        return "SM%s%06d".formatted(from.substring(1), number);
    }

    private boolean taken(int number) {
        var form = Map.of("MessageSid", sid(number), "From", from, "To", "+15550051310", "Body", text(number));
        var body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.getAsInt() + PATH))
                .timeout(Duration.ofSeconds(15))
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .header("X-Twilio-Signature", Signing.twilio(TOKEN, BASE + PATH, form))
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
