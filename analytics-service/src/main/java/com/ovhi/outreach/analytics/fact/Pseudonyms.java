package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.common.crypto.CryptoProperties;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Names patients, visits and addresses by keyed hashes, so that the analytics database holds none of their ids: HMAC-SHA-256, first
 * 128 bits, lower-case hex; of no use beside other hashes made with the same key. Thread-safe.
 */
@Component
public class Pseudonyms {

    private static final int BYTES = 16;

    private final SecretKeySpec key;

    Pseudonyms(CryptoProperties properties) {
        key = new SecretKeySpec(Base64.getDecoder().decode(properties.indexKey()), "HmacSHA256");
    }

    /** The name of a patient. */
    public String patient(long patientId) {
        return of("analytics/patient/" + patientId);
    }

    /** The name of a visit. */
    public String visit(long organizationId, long appointmentId) {
        return of("analytics/visit/" + organizationId + "/" + appointmentId);
    }

    /** A mark of a patient's address: another patient's of the same one differs. */
    public long address(long patientId, String addressHash) {
        return ByteBuffer.wrap(hash("analytics/address/" + patientId + "/" + addressHash))
                .getLong();
    }

    private String of(String text) {
        return HexFormat.of().formatHex(hash(text), 0, BYTES);
    }

    private byte[] hash(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }
}
