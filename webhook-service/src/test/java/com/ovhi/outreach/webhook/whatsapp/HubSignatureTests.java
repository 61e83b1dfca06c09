package com.ovhi.outreach.webhook.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.webhook.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HubSignatureTests {

    /** Made with openssl: {@code printf %s "$body" | openssl dgst -sha256 -hmac app-secret}. */
    private static final byte[] BODY =
            "{\"object\":\"whatsapp_business_account\",\"name\":\"José 👍\"}".getBytes(StandardCharsets.UTF_8);

    private static final String SIGNATURE = "sha256=de4dec991555ebfbe1c252c5d64f2e98d633f4c90bf8e6c90c0477503f2dcb0c";

    private final HubSignature signature = of("app-secret");

    @Test
    void acceptsABodyThatIsNotAscii() {
        assertThat(signature.signer("main", SIGNATURE, BODY)).isPresent();
        assertThat(of("new", "app-secret").signer("main", SIGNATURE, BODY)).isPresent();
    }

    @Test
    void refusesTheSameJsonWrittenDifferently() {
        var escaped = new String(BODY, StandardCharsets.UTF_8).replace("é", "\\u00e9");

        assertThat(signature.signer("main", SIGNATURE, escaped.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void refusesEveryFlippedBit() {
        for (var bit = 0; bit < BODY.length * 8; bit++) {
            var spoilt = BODY.clone();
            spoilt[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(signature.signer("main", SIGNATURE, spoilt))
                    .as("bit %d", bit)
                    .isEmpty();
        }
        var bytes = SIGNATURE.getBytes(StandardCharsets.US_ASCII);
        for (var bit = 0; bit < bytes.length * 8; bit++) {
            var spoilt = bytes.clone();
            spoilt[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(signature.signer("main", new String(spoilt, StandardCharsets.ISO_8859_1), BODY))
                    .isEmpty();
        }
    }

    @Test
    void refusesOtherSecretsAndNone() {
        assertThat(of("other").signer("main", SIGNATURE, BODY)).isEmpty();
        assertThat(of().signer("main", SIGNATURE, BODY)).isEmpty();
        assertThat(signature.signer("main", null, BODY)).isEmpty();
        assertThat(signature.signer("main", SIGNATURE.substring(7), BODY)).isEmpty();
    }

    @Test
    void knowsNoOtherAccount() {
        assertThat(signature.signer("north", SIGNATURE, BODY)).isEmpty();
        assertThat(signature.verifyToken("north", "token")).isFalse();
    }

    @Test
    void knowsTheVerifyToken() {
        assertThat(signature.verifyToken("main", "token")).isTrue();
        assertThat(signature.verifyToken("main", "Token")).isFalse();
        assertThat(signature.verifyToken("main", null)).isFalse();
        assertThat(of("", List.of()).verifyToken("main", "")).isFalse();
    }

    private static HubSignature of(String... secrets) {
        return of("token", List.of(secrets));
    }

    private static HubSignature of(String verifyToken, List<String> secrets) {
        var app = new WhatsAppProperties.App(secrets, verifyToken, Set.of(), Set.of());
        return new HubSignature(new WhatsAppAccounts(new WhatsAppProperties(Map.of("main", app))));
    }

    @Test
    void tenThousandMutationsAreRefused() {
        Mutations.of(BODY)
                .forEach(body ->
                        assertThat(signature.signer("main", SIGNATURE, body)).isEmpty());
        Mutations.of(SIGNATURE)
                .forEach(each -> assertThat(signature.signer("main", each, BODY))
                        .as(each)
                        .isEmpty());
    }
}
