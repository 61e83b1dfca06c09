package com.ovhi.outreach.webhook.twilio;

import com.ovhi.outreach.webhook.http.Hmac;
import com.ovhi.outreach.webhook.notice.Account;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    private final TwilioAccounts accounts;

    TwilioSignature(TwilioProperties properties, TwilioAccounts accounts) {
        publicBase = properties.publicBase().replaceAll("/+$", "");
        this.accounts = accounts;
    }

    /** The account that a request names, if one of that account's own secrets has signed it. */
    Optional<Account> signer(@Nullable String signature, String path, String query, byte[] body) {
        var url = publicBase + path + (query.isEmpty() ? "" : "?" + query);
        var bodyHash = TwilioForm.bodyHash(query);
        if (bodyHash != null && !hashMatches(bodyHash, body)) {
            return Optional.empty();
        }
        return TwilioForm.read(query, body)
                .flatMap(form -> accounts.of(form)
                        .filter(known ->
                                signed(known.authTokens(), signature, url, bodyHash == null ? concatenated(form) : ""))
                        .map(TwilioAccounts.Known::account));
    }

    private static boolean signed(List<String> authTokens, @Nullable String signature, String url, String fields) {
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
