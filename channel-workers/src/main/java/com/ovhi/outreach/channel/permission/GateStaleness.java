package com.ovhi.outreach.channel.permission;

import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.time.Pace;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Measures how old what the send gate knows may be: the time since everything that had been said of permissions was
 * projected. It also grows while Kafka does not answer, for then nobody knows what was said. Thread-safe.
 */
class GateStaleness {

    private static final Logger log = LoggerFactory.getLogger(GateStaleness.class);

    private final ProjectionLag lag;
    private final Clock clock;
    private final Pace pace;
    private final Timer latency;
    private final LongSupplier nanos;
    private volatile long freshAt;
    private long askedAt;
    private Map<TopicPartition, Long> ends = Map.of();

    /** @param nanos real time, from any beginning */
    GateStaleness(ProjectionLag lag, Clock clock, Pace pace, MeterRegistry meters, LongSupplier nanos) {
        this.nanos = nanos;
        freshAt = nanos.getAsLong();
        askedAt = freshAt;
        this.lag = lag;
        this.clock = clock;
        this.pace = pace;
        latency = Timer.builder("outreach.optout.latency")
                .description("From a change of permissions to the gate's knowing of it, in real time")
                .register(meters);
        Gauge.builder("outreach.gate.staleness", this, GateStaleness::seconds)
                .description("How old what the send gate knows of permissions may be")
                .baseUnit("seconds")
                .register(meters);
    }

    /** A change is known from the commit of the running transaction on. */
    void known(Instant changedAt) {
        AfterCommit.run(() ->
                latency.record(max(Duration.ZERO, pace.toReal(Duration.between(changedAt, clock.instant())))));
    }

    @Scheduled(fixedDelayString = "PT10S", initialDelayString = "PT10S")
    synchronized void look() {
        try {
            if (lag.reached(ends)) {
                freshAt = askedAt;
                var now = nanos.getAsLong();
                ends = lag.ends();
                askedAt = now;
            }
        } catch (ProjectionLag.KafkaSilent e) {
            log.atWarn().addKeyValue("error", String.valueOf(e.getCause())).log("How stale the gate is cannot be told");
        }
    }

    private double seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong() - freshAt);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
