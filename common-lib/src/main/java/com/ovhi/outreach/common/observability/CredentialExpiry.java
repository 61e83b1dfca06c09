package com.ovhi.outreach.common.observability;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Tells how long credentials are good that do not say so themselves, such as a provider's access token. Negative once
 * they are not.
 *
 * @param expire the first day (UTC, {@code 2027-01-31}) on which each is no good any more, by a name that tells nothing secret
 */
@ConfigurationProperties("outreach.credentials")
record CredentialExpiry(@DefaultValue Map<String, String> expire) implements MeterBinder {

    CredentialExpiry {
        expire = Map.copyOf(expire);
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        expire.forEach((name, day) -> TimeGauge.builder(
                        "outreach.credential.expiry",
                        LocalDate.parse(day),
                        TimeUnit.SECONDS,
                        CredentialExpiry::secondsLeft)
                .description("How long a credential is good, by what ops wrote down when it was issued")
                .tag("credential", name)
                .strongReference(true)
                .register(meters));
    }

    /** In real time, whatever the suite's clock shows: the provider does not know that one. */
    private static double secondsLeft(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond()
                - InstantSource.system().instant().getEpochSecond();
    }
}
