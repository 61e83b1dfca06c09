package com.ovhi.outreach.channel.permission;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.time.Pace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaAdmin;

/** How old the gate's knowledge may be, told by looks at Kafka ten seconds apart. */
class GateStalenessTests {

    private static final Instant NOW = Instant.parse("2026-03-02T17:00:00Z");

    private final AtomicLong seconds = new AtomicLong(1_000);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Kafka kafka = new Kafka();
    private final GateStaleness staleness = new GateStaleness(
            kafka,
            Clock.fixed(NOW, ZoneOffset.UTC),
            new Pace(60),
            meters,
            () -> TimeUnit.SECONDS.toNanos(seconds.get()));

    @Test
    void isNoOlderThanTheLookBeforeWhileAllIsRead() {
        for (var look = 0; look < 5; look++) {
            look(10);
        }

        assertThat(age()).isEqualTo(10);
    }

    @Test
    void growsWhileTheProjectionIsBehindAndHealsWhenItHasCaughtUp() {
        look(10);
        look(10);
        kafka.behind = true;
        look(10);
        look(30);
        assertThat(age()).isEqualTo(50);

        kafka.behind = false;
        look(10);
        assertThat(age()).isEqualTo(50);
        look(10);
        assertThat(age()).isEqualTo(10);
    }

    @Test
    void growsWhileKafkaIsSilent() {
        look(10);
        kafka.silent = true;

        look(10);
        look(10);

        assertThat(age()).isEqualTo(30);
    }

    @Test
    void tellsInRealTimeHowLongAnOptOutTook() {
        staleness.known(NOW.minus(Duration.ofMinutes(2)));
        staleness.known(NOW.plus(Duration.ofHours(1)));

        var latency = meters.get("outreach.optout.latency").timer();
        assertThat(latency.count()).isEqualTo(2);
        assertThat(latency.totalTime(TimeUnit.SECONDS)).isEqualTo(2);
    }

    private void look(long later) {
        seconds.addAndGet(later);
        staleness.look();
    }

    private double age() {
        return meters.get("outreach.gate.staleness").gauge().value();
    }

    /** What the looks find. */
    private static final class Kafka extends ProjectionLag {

        private boolean behind;
        private boolean silent;

        private Kafka() {
            super(new KafkaAdmin(Map.of()));
        }

        @Override
        public Map<TopicPartition, Long> ends() {
            return Map.of(new TopicPartition("outreach.suppression.v1", 0), 1L);
        }

        @Override
        public boolean reached(Map<TopicPartition, Long> ends) {
            if (silent) {
                throw new KafkaSilent(new TimeoutException());
            }
            return !behind;
        }
    }
}
