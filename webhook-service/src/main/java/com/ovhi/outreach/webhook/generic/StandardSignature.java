package com.ovhi.outreach.webhook.generic;

import com.ovhi.outreach.webhook.http.Hmac;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Standard Webhooks: HMAC-SHA-256 over message id, time and raw body, joined by dots; several signatures while the sender
 * rotates its secret. Good for a few minutes.
 */
@Component
final class StandardSignature {

    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e&&[^.]]{1,200}");
    private static final Pattern TIME = Pattern.compile("[0-9]{1,12}");
    private static final Pattern BLANK = Pattern.compile(" ");
    private static final String VERSION = "v1,";
    private static final String SECRET = "whsec_";

    /** Nobody rotates more secrets at once. */
    private static final int MOST = 8;

    private static final Hmac HMAC = new Hmac("HmacSHA256");

    private final List<byte[]> keys;
    private final Duration window;
    private final InstantSource realTime;

    StandardSignature(GenericProperties properties, @Qualifier("realTime") InstantSource realTime) {
        keys = properties.secrets().stream().map(StandardSignature::key).toList();
        window = properties.window();
        this.realTime = realTime;
    }

    boolean verify(@Nullable String id, @Nullable String time, @Nullable String signatures, byte[] body) {
        if (id == null || time == null || signatures == null) {
            return false;
        }
        if (!ID.matcher(id).matches() || !TIME.matcher(time).matches()) {
            return false;
        }
        var message = message(id, time, body);
        var signed = candidates(signatures)
                .map(each -> HMAC.keyMatches(keys, message, each, Base64.getEncoder()::encodeToString))
                .reduce(false, Boolean::logicalOr);
        return signed && fresh(Instant.ofEpochSecond(Long.parseLong(time)));
    }

    private static Stream<String> candidates(String signatures) {
        return BLANK.splitAsStream(signatures)
                .limit(MOST)
                .filter(each -> each.startsWith(VERSION))
                .map(each -> each.substring(VERSION.length()));
    }

    private boolean fresh(Instant signedAt) {
        return Duration.between(signedAt, realTime.instant()).abs().compareTo(window) <= 0;
    }

    private static byte[] message(String id, String time, byte[] body) {
        var message = new ByteArrayOutputStream();
        message.writeBytes((id + "." + time + ".").getBytes(StandardCharsets.US_ASCII));
        message.writeBytes(body);
        return message.toByteArray();
    }

    private static byte[] key(String secret) {
        try {
            return secret.startsWith(SECRET)
                    ? Base64.getDecoder().decode(secret.substring(SECRET.length()))
                    : secret.getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "A secret in outreach.webhook.generic.secrets is no Base64 behind whsec_", e);
        }
    }
}
