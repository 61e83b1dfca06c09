package com.ovhi.outreach.common.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long credentials are good. */
class CredentialExpiryTests {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void countsDownToTheDayAndBeyond() {
        var today = LocalDate.now(ZoneOffset.UTC);

        new CredentialExpiry(Map.of(
                        "good",
                        today.plusDays(10).toString(),
                        "over",
                        today.minusDays(1).toString()))
                .bindTo(meters);

        assertThat(secondsOf("good")).isBetween(days(9), days(10));
        assertThat(secondsOf("over")).isBetween(days(-2), days(-1));
    }

    @Test
    void doesNotStartWithADayThatIsNone() {
        var wrong = new CredentialExpiry(Map.of("twilio", "31.12.2026"));

        assertThatThrownBy(() -> wrong.bindTo(meters)).isInstanceOf(DateTimeParseException.class);
    }

    private double secondsOf(String credential) {
        return meters.get("outreach.credential.expiry")
                .tag("credential", credential)
                .timeGauge()
                .value(TimeUnit.SECONDS);
    }

    private static double days(int days) {
        return Duration.ofDays(days).toSeconds();
    }
}
