package com.ovhi.outreach.webhook.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.webhook.Mutations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example that the Standard Webhooks libraries publish, and everything close to it. */
class StandardSignatureTests {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String TIME = "1614265330";
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    @Test
    void acceptsThePublishedExample() {
        assertThat(good(0, ID, TIME, SIGNATURE, BODY, SECRET)).isTrue();
    }

    @Test
    void acceptsOneOfSeveralSignaturesAndOneOfSeveralSecrets() {
        assertThat(good(0, ID, TIME, "v1,AAAA v2,abc " + SIGNATURE, BODY, SECRET))
                .isTrue();
        assertThat(good(0, ID, TIME, SIGNATURE, BODY, "whsec_bmV3", SECRET)).isTrue();
        assertThat(good(0, ID, TIME, SIGNATURE, BODY, "whsec_bmV3")).isFalse();
        assertThat(good(0, ID, TIME, SIGNATURE, BODY)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"300,true", "-300,true", "301,false", "-301,false"})
    void isGoodForFiveMinutes(long later, boolean expected) {
        assertThat(good(later, ID, TIME, SIGNATURE, BODY, SECRET)).isEqualTo(expected);
    }

    @Test
    void refusesWhatIsMissingOrMoved() {
        assertThat(good(0, null, TIME, SIGNATURE, BODY, SECRET)).isFalse();
        assertThat(good(0, ID, null, SIGNATURE, BODY, SECRET)).isFalse();
        assertThat(good(0, ID, TIME, null, BODY, SECRET)).isFalse();
        assertThat(good(0, ID, TIME, SIGNATURE.substring(3), BODY, SECRET)).isFalse();
        assertThat(good(0, ID + "." + TIME, TIME, SIGNATURE, BODY, SECRET)).isFalse();
        assertThat(good(0, ID, "1e9", SIGNATURE, BODY, SECRET)).isFalse();
    }

    @Test
    void tenThousandMutationsAreRefused() {
        Mutations.of(BODY)
                .forEach(body ->
                        assertThat(good(0, ID, TIME, SIGNATURE, body, SECRET)).isFalse());
        Mutations.of(SIGNATURE)
                .forEach(each -> assertThat(good(0, ID, TIME, each, BODY, SECRET))
                        .as(each)
                        .isFalse());
    }

    @Test
    void doesNotStartWithASecretThatIsNone() {
        assertThatThrownBy(() -> good(0, ID, TIME, SIGNATURE, BODY, "whsec_%%%"))
                .hasMessageContaining("outreach.webhook.generic.secrets");
    }

    private static boolean good(
            long later,
            @Nullable String id,
            @Nullable String time,
            @Nullable String signature,
            byte[] body,
            String... secrets) {
        var now = Instant.ofEpochSecond(1_614_265_330 + later);
        return new StandardSignature(new GenericProperties(List.of(secrets), Duration.ofSeconds(300)), () -> now)
                .verify(id, time, signature, body);
    }
}
