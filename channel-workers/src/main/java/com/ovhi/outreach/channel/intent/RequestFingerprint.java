package com.ovhi.outreach.channel.intent;

import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.crypto.CryptoProperties;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** A keyed hash that proves later what was sent to whom, and tells nothing to those without the key. */
@Component
public class RequestFingerprint {

    private static final String DOMAIN = "send_intents|request_fingerprint|";

    private final SecretKeySpec key;

    RequestFingerprint(CryptoProperties properties) {
        key = new SecretKeySpec(Base64.getDecoder().decode(properties.indexKey()), "HmacSHA256");
    }

    /** The fingerprint of a message: 64 hex digits. */
    public String of(UUID jobId, MessageContent content) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((DOMAIN + jobId + "|").getBytes(StandardCharsets.UTF_8));
            mac.update((content.address() + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(content.text().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }
}
