package com.ovhi.outreach.webhook.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.webhook.Mutations;
import com.ovhi.outreach.webhook.Signing;
import com.ovhi.outreach.webhook.notice.Account;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples that Twilio publishes with its own libraries, and everything close to them. */
class TwilioSignatureTests {

    private static final String BASE = "https://mycompany.com";
    private static final String PATH = "/myapp.php";
    private static final String QUERY = "foo=1&bar=2";
    private static final byte[] FORM =
            utf8("Digits=1234&CallSid=CA1234567890ABCDE&To=%2B18005551212&Caller=%2B14158675309&From=%2B14158675309");
    private static final String SIGNATURE = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
    private static final byte[] JSON = utf8("{\"property\": \"value\", \"boolean\": true}");
    private static final String JSON_QUERY =
            QUERY + "&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
    private static final String JSON_SIGNATURE = "a9nBmqA0ju/hNViExpshrM61xv4=";

    private final TwilioSignature signature = of(BASE, "12345");

    @Test
    void acceptsThePublishedForm() {
        assertThat(signature.signer(SIGNATURE, PATH, QUERY, FORM)).isPresent();
    }

    @Test
    void acceptsThePublishedJson() {
        assertThat(signature.signer(JSON_SIGNATURE, PATH, JSON_QUERY, JSON)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "https://mycompany.com:1234,RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        "https://mycompany.com,kvajT1Ptam85bY51eRf/AJRuM3w=",
        "http://mycompany.com:1234,Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
        "http://mycompany.com,0ZXoZLH/DfblKGATFgpif+LLRf4="
    })
    void acceptsThePortWrittenOutOrNot(String base, String signed) {
        assertThat(of(base, "12345").signer(signed, PATH, QUERY, FORM)).isPresent();
    }

    @Test
    void acceptsEitherTokenWhileOneIsRotated() {
        assertThat(of(BASE, "new", "12345").signer(SIGNATURE, PATH, QUERY, FORM))
                .isPresent();
    }

    @Test
    void refusesAnotherTokenAndNoToken() {
        assertThat(of(BASE, "54321").signer(SIGNATURE, PATH, QUERY, FORM)).isEmpty();
        assertThat(of(BASE, "").signer(SIGNATURE, PATH, QUERY, FORM)).isEmpty();
        assertThat(of(BASE).signer(SIGNATURE, PATH, QUERY, FORM)).isEmpty();
    }

    @Test
    void refusesAnotherHostPathQueryOrBody() {
        assertThat(of("https://evil.example", "12345").signer(SIGNATURE, PATH, QUERY, FORM))
                .isEmpty();
        assertThat(signature.signer(SIGNATURE, "/other", QUERY, FORM)).isEmpty();
        assertThat(signature.signer(SIGNATURE, PATH, "foo=1&bar=3", FORM)).isEmpty();
        assertThat(signature.signer(SIGNATURE, PATH, "", FORM)).isEmpty();
        assertThat(signature.signer(JSON_SIGNATURE, PATH, JSON_QUERY, utf8("{}")))
                .isEmpty();
        assertThat(signature.signer(SIGNATURE, PATH, QUERY, JSON)).isEmpty();
        assertThat(signature.signer(null, PATH, QUERY, FORM)).isEmpty();
    }

    @Test
    void refusesEveryFlippedBit() {
        for (var bit = 0; bit < FORM.length * 8; bit++) {
            var spoilt = FORM.clone();
            spoilt[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(sameFields(spoilt)
                            || signature.signer(SIGNATURE, PATH, QUERY, spoilt).isEmpty())
                    .as("bit %d", bit)
                    .isTrue();
        }
        var bytes = utf8(SIGNATURE);
        for (var bit = 0; bit < bytes.length * 8; bit++) {
            var spoilt = bytes.clone();
            spoilt[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(signature.signer(new String(spoilt, StandardCharsets.ISO_8859_1), PATH, QUERY, FORM))
                    .isEmpty();
        }
    }

    @Test
    void verifiesWithTheSecretsOfTheAccountThatTheRequestNamesOnly() {
        var both = of(
                BASE,
                Map.of(
                        "main", new TwilioProperties.Secrets("", List.of("12345"), Set.of()),
                        "north", new TwilioProperties.Secrets("ACnorth", List.of("north-token"), Set.of(7L))));
        var form = Map.of("AccountSid", "ACnorth", "MessageSid", "SM1");
        var body = utf8("AccountSid=ACnorth&MessageSid=SM1");

        assertThat(both.signer(Signing.twilio("north-token", BASE + PATH, form), PATH, "", body))
                .hasValueSatisfying(account -> {
                    assertThat(account.name()).isEqualTo("north");
                    assertThat(account.organizationId()).isEqualTo(7L);
                });
        assertThat(both.signer(Signing.twilio("12345", BASE + PATH, form), PATH, "", body))
                .isEmpty();
        assertThat(both.signer(SIGNATURE, PATH, QUERY, FORM)).hasValue(Account.MAIN);
    }

    @Test
    void refusesAnAccountNobodyKnowsWhereEachIsNamed() {
        var one = of(BASE, Map.of("main", new TwilioProperties.Secrets("ACmain", List.of("12345"), Set.of())));

        assertThat(one.signer(SIGNATURE, PATH, QUERY, FORM)).isEmpty();
    }

    @Test
    void refusesARepeatedField() {
        var twice = utf8(new String(FORM, StandardCharsets.UTF_8) + "&To=");

        assertThat(signature.signer(SIGNATURE, PATH, QUERY, twice)).isEmpty();
    }

    /** {@code %2B} and {@code %2b} are the same form, of which the signature knows only the fields. */
    private static boolean sameFields(byte[] body) {
        return TwilioForm.read("", body)
                .map(form -> form.sorted()
                        .equals(TwilioForm.read("", FORM).orElseThrow().sorted()))
                .orElse(false);
    }

    private static TwilioSignature of(String base, String... tokens) {
        return of(base, Map.of("main", new TwilioProperties.Secrets("", List.of(tokens), Set.of())));
    }

    private static TwilioSignature of(String base, Map<String, TwilioProperties.Secrets> accounts) {
        var properties = new TwilioProperties(base, accounts);
        return new TwilioSignature(properties, new TwilioAccounts(properties));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void tenThousandMutationsAreRefused() {
        Mutations.of(FORM)
                .filter(body -> !signedText(body).equals(signedText(FORM)))
                .forEach(body -> assertThat(signature.signer(SIGNATURE, PATH, QUERY, body))
                        .as(new String(body, StandardCharsets.ISO_8859_1))
                        .isEmpty());
        Mutations.of(JSON)
                .forEach(body -> assertThat(signature.signer(JSON_SIGNATURE, PATH, JSON_QUERY, body))
                        .isEmpty());
        Mutations.of(SIGNATURE)
                .forEach(each -> assertThat(signature.signer(each, PATH, QUERY, FORM))
                        .as(each)
                        .isEmpty());
    }

    /** Twilio signs names and values without anything between them: {@code a=bc} and {@code ab=c} are one to it. */
    private static String signedText(byte[] body) {
        var text = new StringBuilder();
        TwilioForm.read("", body)
                .ifPresent(form ->
                        form.sorted().forEach((name, value) -> text.append(name).append(value)));
        return text.toString();
    }
}
