package com.ovhi.outreach.webhook.whatsapp;

import com.ovhi.outreach.webhook.http.Hmac;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** HMAC-SHA-256 of the app secret over the raw body. */
@Component
final class HubSignature {

    private static final Hmac HMAC = new Hmac("HmacSHA256");

    private final List<String> appSecrets;
    private final String verifyToken;

    HubSignature(WhatsAppProperties properties) {
        appSecrets = List.copyOf(properties.appSecrets());
        verifyToken = properties.verifyToken();
    }

    boolean verify(@Nullable String signature, byte[] body) {
        return HMAC.matches(
                appSecrets,
                body,
                signature,
                digest -> "sha256=" + HexFormat.of().formatHex(digest));
    }

    boolean verifyToken(@Nullable String token) {
        return token != null
                && !verifyToken.isEmpty()
                && MessageDigest.isEqual(
                        verifyToken.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
