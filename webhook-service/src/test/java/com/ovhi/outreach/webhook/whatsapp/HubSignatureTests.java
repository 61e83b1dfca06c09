package com.ovhi.outreach.webhook.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.webhook.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HubSignatureTests {

    /** Made with openssl: {@code printf %s "$body" | openssl dgst -sha256 -hmac app-secret}. */
    private static final byte[] BODY =
            "{\"object\":\"whatsapp_business_account\",\"name\":\"José 👍\"}".getBytes(StandardCharsets.UTF_8);

    private static final String SIGNATURE = "sha256=de4dec991555ebfbe1c252c5d64f2e98d633f4c90bf8e6c90c0477503f2dcb0c";

    private final HubSignature signature = of("app-secret");

    @Test
    void acceptsABodyThatIsNotAscii() {
        assertThat(signature.verify(SIGNATURE, BODY)).isTrue();
        assertThat(of("new", "app-secret").verify(SIGNATURE, BODY)).isTrue();
    }

    @Test
    void refusesTheSameJsonWrittenDifferently() {
        var escaped = new String(BODY, StandardCharsets.UTF_8).replace("é", "\\u00e9");

        assertThat(signature.verify(SIGNATURE, escaped.getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void refusesEveryFlippedBit() {
        for (var bit = 0; bit < BODY.length * 8; bit++) {
            var spoilt = BODY.clone();
            spoilt[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(signature.verify(SIGNATURE, spoilt)).as("bit %d", bit).isFalse();
        }
        var bytes = SIGNATURE.getBytes(StandardCharsets.US_ASCII);
        for (var bit = 0; bit < bytes.length * 8; bit++) {
            var spoilt = bytes.clone();
            spoilt[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(signature.verify(new String(spoilt, StandardCharsets.ISO_8859_1), BODY))
                    .isFalse();
        }
    }

    @Test
    void refusesOtherSecretsAndNone() {
        assertThat(of("other").verify(SIGNATURE, BODY)).isFalse();
        assertThat(of().verify(SIGNATURE, BODY)).isFalse();
        assertThat(signature.verify(null, BODY)).isFalse();
        assertThat(signature.verify(SIGNATURE.substring(7), BODY)).isFalse();
    }

    @Test
    void knowsTheVerifyToken() {
        assertThat(signature.verifyToken("token")).isTrue();
        assertThat(signature.verifyToken("Token")).isFalse();
        assertThat(signature.verifyToken(null)).isFalse();
        assertThat(new HubSignature(new WhatsAppProperties(List.of(), "")).verifyToken(""))
                .isFalse();
    }

    private static HubSignature of(String... secrets) {
        return new HubSignature(new WhatsAppProperties(List.of(secrets), "token"));
    }

    @Test
    void tenThousandMutationsAreRefused() {
        Mutations.of(BODY)
                .forEach(body -> assertThat(signature.verify(SIGNATURE, body)).isFalse());
        Mutations.of(SIGNATURE)
                .forEach(each ->
                        assertThat(signature.verify(each, BODY)).as(each).isFalse());
    }
}
