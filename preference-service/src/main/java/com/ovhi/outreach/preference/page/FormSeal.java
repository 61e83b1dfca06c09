package com.ovhi.outreach.preference.page;

import com.google.crypto.tink.subtle.Hkdf;
import com.ovhi.outreach.common.crypto.CryptoProperties;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The hidden field that tells our own form from one that somebody else made the browser send: an HMAC over the link, with
 * a key that HKDF derives from the look-up key (info {@code ovhi preference page form v1}). Thread-safe.
 */
@Component
class FormSeal {

    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;

    FormSeal(CryptoProperties crypto) {
        try {
            var info = "ovhi preference page form v1".getBytes(StandardCharsets.US_ASCII);
            var secret = Base64.getDecoder().decode(crypto.indexKey());
            key = new SecretKeySpec(Hkdf.computeHkdf(HMAC, secret, new byte[0], info, 32), HMAC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF is not available", e);
        }
    }

    String of(PageLink link) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(link.id().toString().getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }

    boolean fits(PageLink link, @Nullable String seal) {
        return seal != null
                && MessageDigest.isEqual(
                        of(link).getBytes(StandardCharsets.US_ASCII), seal.getBytes(StandardCharsets.UTF_8));
    }
}
