package com.ovhi.outreach.channel.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.kafka.core.KafkaAdmin;

/** How old the gate's knowledge may be, told by looks at Kafka ten seconds apart. */
class GateStalenessTests {

    private static final Instant NOW = Instant.parse("2026-03-02T17:00:00Z");

    private final AtomicLong seconds = new AtomicLong(1_000);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Kafka kafka = new Kafka();
    private final GateStaleness staleness = new GateStaleness(
            kafka,
            new GateProperties(Duration.ofSeconds(60), Duration.ofSeconds(15), Duration.ofSeconds(5)),
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
    void closesTheGateWhileNobodyKnowsAndOpensItAgain() {
        look(10);
        look(10);
        kafka.silent = true;
        look(50);
        assertThat(staleness.isOpen()).isTrue();
        assertThat(closed()).isZero();

        look(1);
        assertThat(staleness.isOpen()).isFalse();
        assertThat(closed()).isOne();

        kafka.silent = false;
        look(1);
        look(1);
        assertThat(staleness.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply-parser-service.inbound", "preference-service.replies", "channel-workers.permission"})
    void growsWhileAnybodyOnTheWayOfAnOptOutIsBehind(String group) {
        look(10);
        look(10);
        kafka.silentGroup = group;

        look(10);
        look(55);

        assertThat(age()).isEqualTo(75);
        assertThat(staleness.isOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"11, 15, 5", "60, 0, 5", "60, 15, 0"})
    void refusesLimitsThatMakeNoSense(int closesAfter, int pause, int urgentPause) {
        assertThatThrownBy(() -> new GateProperties(
                        Duration.ofSeconds(closesAfter), Duration.ofSeconds(pause), Duration.ofSeconds(urgentPause)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private double closed() {
        return meters.get("outreach.gate.closed").gauge().value();
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
        private String silentGroup = "";

        private Kafka() {
            super(new KafkaAdmin(Map.of()));
        }

        @Override
        Map<TopicPartition, Long> ends(Reader reader) {
            return Map.of(new TopicPartition(reader.topics().getFirst(), 0), 1L);
        }

        @Override
        boolean reached(Reader reader, Map<TopicPartition, Long> ends) {
            if (silent) {
                throw new KafkaSilent(new TimeoutException());
            }
            return !behind && !reader.group().equals(silentGroup);
        }
    }
}
