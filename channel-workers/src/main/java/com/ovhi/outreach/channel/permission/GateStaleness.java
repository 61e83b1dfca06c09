package com.ovhi.outreach.channel.permission;

import com.ovhi.outreach.channel.permission.ProjectionLag.KafkaSilent;
import com.ovhi.outreach.channel.permission.ProjectionLag.Reader;
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
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Measures how old what the send gate knows may be: the time since everything that had been said of permissions was
 * projected. It also grows while Kafka does not answer, for then nobody knows what was said, and while replies wait for a
 * service that would find an opt-out among them. What is too old closes the gate (ADR 84). Thread-safe.
 */
public final class GateStaleness {

    /** Why a message is turned back while the gate is closed. */
    public static final String CODE = "permissions-behind";

    private static final Logger log = LoggerFactory.getLogger(GateStaleness.class);

    private final ProjectionLag lag;
    private final Clock clock;
    private final Pace pace;
    private final Timer latency;
    private final LongSupplier nanos;
    private volatile long freshAt;
    private final long closesAfter;
    private long askedAt;
    private boolean toldClosed;
    private Map<Reader, Map<TopicPartition, Long>> ends = Map.of();

    /** @param nanos real time, from any beginning */
    GateStaleness(
            ProjectionLag lag,
            GateProperties properties,
            Clock clock,
            Pace pace,
            MeterRegistry meters,
            LongSupplier nanos) {
        this.nanos = nanos;
        closesAfter = properties.closesAfter().toNanos();
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
        Gauge.builder("outreach.gate.closed", this, gate -> gate.isOpen() ? 0 : 1)
                .description("Whether messages are turned back because an opt-out may not be known")
                .register(meters);
    }

    /** Whether what is known is recent enough to send by. Costs next to nothing. */
    public boolean isOpen() {
        return age() <= closesAfter;
    }

    Duration staleness() {
        return Duration.ofNanos(age());
    }

    private long age() {
        return nanos.getAsLong() - freshAt;
    }

    /** A change is known from the commit of the running transaction on. */
    void known(Instant changedAt) {
        AfterCommit.run(() ->
                latency.record(max(Duration.ZERO, pace.toReal(Duration.between(changedAt, clock.instant())))));
    }

    @Scheduled(fixedDelayString = "PT5S", initialDelayString = "PT1S")
    synchronized void look() {
        try {
            if (ends.entrySet().stream().allMatch(each -> lag.reached(each.getKey(), each.getValue()))) {
                freshAt = askedAt;
                var now = nanos.getAsLong();
                ends = ProjectionLag.WAY.stream()
                        .collect(Collectors.toMap(reader -> reader, reader -> lag.ends(reader)));
                askedAt = now;
            }
        } catch (KafkaSilent | KafkaException e) {
            log.atWarn().addKeyValue("error", String.valueOf(e.getCause())).log("How stale the gate is cannot be told");
        }
        tell(isOpen());
    }

    private void tell(boolean open) {
        if (open == toldClosed) {
            toldClosed = !open;
            log.atWarn()
                    .addKeyValue("staleness_seconds", seconds())
                    .log(open ? "The send gate is open again" : "The send gate is closed: an opt-out may not be known");
        }
    }

    private double seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(age());
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
