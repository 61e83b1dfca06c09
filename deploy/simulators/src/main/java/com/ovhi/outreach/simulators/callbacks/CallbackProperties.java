package com.ovhi.outreach.simulators.callbacks;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** How callbacks are posted; all durations are real time. */
@Validated
@ConfigurationProperties("simulators.callbacks")
record CallbackProperties(
        @DefaultValue("8") @Min(1) int concurrency,
        @DefaultValue("500ms") Duration firstBackoff,
        @DefaultValue("30s") Duration maxBackoff,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("15s") Duration timeout) {

    Duration backoff(int attempts) {
        Duration backoff = firstBackoff.multipliedBy(1L << Math.min(attempts - 1, 20));
        return backoff.compareTo(maxBackoff) < 0 ? backoff : maxBackoff;
    }
}
