package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.crypto.CryptoProperties;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** Names patients in Redis so that nobody without the key can tell who they are. */
@Component
class CacheKeys {

    private final SecretKeySpec key;

    CacheKeys(CryptoProperties crypto) {
        key = new SecretKeySpec(Base64.getDecoder().decode(crypto.indexKey()), "HmacSHA256");
    }

    String pseudonym(long organization, long patientId) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            var name = "effective-preferences|" + organization + "|" + patientId;
            return HexFormat.of().formatHex(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)), 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }
}
