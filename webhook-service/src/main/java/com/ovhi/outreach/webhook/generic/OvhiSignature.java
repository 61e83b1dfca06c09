package com.ovhi.outreach.webhook.generic;

import com.ovhi.outreach.webhook.http.Hmac;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** {@code t=<unix seconds>,v1=<hex>}: HMAC-SHA-256 over the time, a dot and the raw body; good for a few minutes. */
@Component
final class OvhiSignature {

    private static final Pattern HEADER = Pattern.compile("t=([0-9]{1,12}),v1=([0-9a-f]{64})");
    private static final Hmac HMAC = new Hmac("HmacSHA256");

    private final List<String> secrets;
    private final Duration window;
    private final InstantSource realTime;

    OvhiSignature(GenericProperties properties, @Qualifier("realTime") InstantSource realTime) {
        secrets = List.copyOf(properties.secrets());
        window = properties.window();
        this.realTime = realTime;
    }

    boolean verify(@Nullable String header, byte[] body) {
        var parts = HEADER.matcher(header == null ? "" : header);
        if (!parts.matches()) {
            return false;
        }
        var time = parts.group(1);
        var signed = HMAC.matches(secrets, message(time, body), parts.group(2), HexFormat.of()::formatHex);
        return signed && fresh(Instant.ofEpochSecond(Long.parseLong(time)));
    }

    private boolean fresh(Instant signedAt) {
        return Duration.between(signedAt, realTime.instant()).abs().compareTo(window) <= 0;
    }

    private static byte[] message(String time, byte[] body) {
        var message = new ByteArrayOutputStream();
        message.writeBytes((time + ".").getBytes(StandardCharsets.US_ASCII));
        message.writeBytes(body);
        return message.toByteArray();
    }
}
