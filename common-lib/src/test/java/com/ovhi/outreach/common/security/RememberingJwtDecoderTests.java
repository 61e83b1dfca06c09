package com.ovhi.outreach.common.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/** A remembered signature must not keep anything else of a token alive. */
class RememberingJwtDecoderTests {

    private static final Instant BEGIN = Instant.parse("2026-03-02T17:00:00Z");

    private final Hands hands = new Hands();
    private final List<String> checked = new ArrayList<>();
    private final RememberingJwtDecoder decoder = decoder(Duration.ofMinutes(1));

    private RememberingJwtDecoder decoder(Duration memory) {
        var times = new JwtTimestampValidator(Duration.ZERO);
        times.setClock(hands);
        return new RememberingJwtDecoder(this::check, times, memory);
    }

    private Jwt check(String token) {
        checked.add(token);
        if (token.startsWith("forged")) {
            throw new BadJwtException("forged");
        }
        return Jwt.withTokenValue(token)
                .header("alg", "RS256")
                .claim("sub", token)
                .issuedAt(BEGIN)
                .expiresAt(BEGIN.plusSeconds(300))
                .build();
    }

    @Test
    void checksASignatureOnce() {
        assertThat(decoder.decode("one").getSubject()).isEqualTo("one");
        assertThat(decoder.decode("one").getSubject()).isEqualTo("one");
        assertThat(decoder.decode("two").getSubject()).isEqualTo("two");
        assertThat(checked).containsExactly("one", "two");
    }

    @Test
    void refusesARememberedTokenThatHasExpired() {
        decoder.decode("one");
        hands.now = BEGIN.plusSeconds(301);
        assertThatExceptionOfType(JwtValidationException.class).isThrownBy(() -> decoder.decode("one"));
        assertThat(checked).containsExactly("one");
    }

    @Test
    void remembersNoForgedToken() {
        for (var i = 0; i < 2; i++) {
            assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> decoder.decode("forged"));
        }
        assertThat(checked).containsExactly("forged", "forged");
    }

    @Test
    void forgetsASignatureInTime() {
        var forgetful = decoder(Duration.ofNanos(1));
        forgetful.decode("one");
        forgetful.decode("one");
        assertThat(checked).containsExactly("one", "one");
    }

    private static final class Hands extends Clock {

        private Instant now = BEGIN.plusSeconds(1);

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
