package com.ovhi.outreach.webhook.twilio;

import com.ovhi.outreach.webhook.http.Hmac;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * HMAC-SHA-1 over the public URL and the sorted form fields; for JSON over the URL alone, which then carries the hash of
 * the body.
 */
@Component
final class TwilioSignature {

    private static final Hmac HMAC = new Hmac("HmacSHA1");

    private final String publicBase;
    private final List<String> authTokens;

    TwilioSignature(TwilioProperties properties) {
        publicBase = properties.publicBase().replaceAll("/+$", "");
        authTokens = List.copyOf(properties.authTokens());
    }

    boolean verify(@Nullable String signature, String path, String query, byte[] body) {
        var url = publicBase + path + (query.isEmpty() ? "" : "?" + query);
        var bodyHash = TwilioForm.bodyHash(query);
        if (bodyHash != null) {
            return hashMatches(bodyHash, body) && signed(signature, url, "");
        }
        return TwilioForm.read(query, body)
                .map(form -> signed(signature, url, concatenated(form)))
                .orElse(false);
    }

    private boolean signed(@Nullable String signature, String url, String fields) {
        return variants(url)
                .map(variant -> HMAC.matches(
                        authTokens,
                        (variant + fields).getBytes(StandardCharsets.UTF_8),
                        signature,
                        Base64.getEncoder()::encodeToString))
                .reduce(false, Boolean::logicalOr);
    }

    /** Twilio may sign the URL with the default port written out, or leave out a port that is there. */
    private static Stream<String> variants(String url) {
        var uri = URI.create(publicPart(url));
        var rest = url.substring(publicPart(url).length());
        var port = uri.getPort();
        var other = port >= 0 ? -1 : "https".equals(uri.getScheme()) ? 443 : 80;
        var changed = uri.getScheme() + "://" + uri.getHost() + (other < 0 ? "" : ":" + other);
        return Stream.of(url, changed + rest);
    }

    private static String publicPart(String url) {
        var slash = url.indexOf('/', url.indexOf("://") + 3);
        return slash < 0 ? url : url.substring(0, slash);
    }

    private static String concatenated(TwilioForm form) {
        var text = new StringBuilder();
        form.sorted().forEach((name, value) -> text.append(name).append(value));
        return text.toString();
    }

    private static boolean hashMatches(String announced, byte[] body) {
        try {
            var hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            return MessageDigest.isEqual(
                    hash.getBytes(StandardCharsets.US_ASCII),
                    announced.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
