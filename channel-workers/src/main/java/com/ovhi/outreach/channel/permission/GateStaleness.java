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
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Measures how old what the send gate knows may be: the time since everything that had been said of permissions was
 * projected. It also grows while Kafka does not answer, for then nobody knows what was said, and while replies wait for a
 * service that would find an opt-out among them. What is too old closes the gate, which is closed until all is known that
 * was said before the start (ADR 84). Thread-safe.
 */
public final class GateStaleness {

    /** Why a message is turned back while the gate is closed. */
    public static final String CODE = "permissions-behind";

    /** Between looks while the gate is open; while it is closed there is one at every tick. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int PART_OF_AGE = 4;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    private static final Logger log = LoggerFactory.getLogger(GateStaleness.class);

    private final ProjectionLag lag;
    private final GateProperties properties;
    private final List<Reader> way;
    private final Clock clock;
    private final Pace pace;
    private final Timer latency;
    private final LongSupplier nanos;
    private volatile long freshAt;
    private final long closesAfter;
    private final int mostSnapshots;
    private final ArrayDeque<Snapshot> snapshots = new ArrayDeque<>();
    private long lookedAt;
    private boolean toldOpen;

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
        // One a second at most: what is older than that closes the gate in any case.
        mostSnapshots = Math.toIntExact(properties.closesAfter().toSeconds()) + 8;
        lookedAt = nanos.getAsLong();
        freshAt = lookedAt - closesAfter - 1;
        this.lag = lag;
        this.properties = properties;
        way = ProjectionLag.way(properties.readers());
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

    /** After which what was turned back is to be tried again: the longer the gate has been closed, the later, but what is urgent. */
    public Duration pause(boolean urgent) {
        if (urgent) {
            return properties.urgentPause();
        }
        var grown = staleness().dividedBy(PART_OF_AGE);
        return max(properties.pause(), grown.compareTo(LONGEST_PAUSE) < 0 ? grown : LONGEST_PAUSE);
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

    @Scheduled(fixedDelayString = "PT1S")
    synchronized void tick() {
        if (!isOpen() || nanos.getAsLong() - lookedAt >= PAUSE.toNanos()) {
            look();
            lookedAt = nanos.getAsLong();
        }
    }

    synchronized void look() {
        try {
            var now = nanos.getAsLong();
            snapshots.addLast(new Snapshot(now, lag.ends(way)));
            if (snapshots.size() > mostSnapshots) {
                snapshots.removeFirst();
            }
            var done = lag.done(way);
            var newest = snapshots.stream()
                    .filter(each -> ProjectionLag.reached(each.ends(), done))
                    .mapToLong(Snapshot::askedAt)
                    .max();
            if (newest.isPresent()) {
                freshAt = newest.getAsLong();
                snapshots.removeIf(each -> each.askedAt() <= newest.getAsLong());
            }
        } catch (KafkaSilent | KafkaException e) {
            log.atWarn().addKeyValue("error", String.valueOf(e.getCause())).log("How stale the gate is cannot be told");
        }
        tell(isOpen());
    }

    private void tell(boolean open) {
        if (open != toldOpen) {
            toldOpen = open;
            log.atWarn()
                    .addKeyValue("staleness_seconds", seconds())
                    .log(open ? "The send gate is open" : "The send gate is closed: an opt-out may not be known");
        }
    }

    private double seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(age());
    }

    /** What was there to be read at some time. */
    private record Snapshot(long askedAt, Map<TopicPartition, Long> ends) {}

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
