package com.ovhi.outreach.webhook.generic;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.webhook.Mutations;
import com.ovhi.outreach.webhook.Signing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OvhiSignatureTests {

    private static final Instant NOW = Instant.ofEpochSecond(1_772_463_600);
    private static final byte[] BODY = "{\"provider\":\"twilio\"}".getBytes(StandardCharsets.UTF_8);

    private final OvhiSignature signature =
            new OvhiSignature(new GenericProperties(List.of("new", "secret"), Duration.ofSeconds(300)), () -> NOW);

    @ParameterizedTest
    @CsvSource({"0,true", "300,true", "-300,true", "301,false", "-301,false", "-86400,false"})
    void isGoodForFiveMinutes(long offset, boolean good) {
        var header = Signing.ovhi("secret", NOW.plusSeconds(offset), BODY);

        assertThat(signature.verify(header, BODY)).isEqualTo(good);
    }

    @Test
    void acceptsEitherSecret() {
        assertThat(signature.verify(Signing.ovhi("new", NOW, BODY), BODY)).isTrue();
        assertThat(signature.verify(Signing.ovhi("old", NOW, BODY), BODY)).isFalse();
    }

    @Test
    void refusesEveryFlippedBit() {
        var header = Signing.ovhi("secret", NOW, BODY);
        var bytes = header.getBytes(StandardCharsets.US_ASCII);
        for (var bit = 0; bit < bytes.length * 8; bit++) {
            var spoilt = bytes.clone();
            spoilt[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(signature.verify(new String(spoilt, StandardCharsets.ISO_8859_1), BODY))
                    .isFalse();
        }
        for (var bit = 0; bit < BODY.length * 8; bit++) {
            var spoilt = BODY.clone();
            spoilt[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(signature.verify(header, spoilt)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1=00", "t=1,v1=00", "t=x,v1=00", "t=-1,v1=00"})
    void refusesOtherHeaders(String header) {
        assertThat(signature.verify(header, BODY)).isFalse();
    }

    @Test
    void refusesNoHeader() {
        assertThat(signature.verify(null, BODY)).isFalse();
    }

    @Test
    void tenThousandMutationsAreRefused() {
        var header = Signing.ovhi("secret", NOW, BODY);

        Mutations.of(BODY)
                .forEach(body -> assertThat(signature.verify(header, body)).isFalse());
        Mutations.of(header)
                .forEach(each ->
                        assertThat(signature.verify(each, BODY)).as(each).isFalse());
    }
}
