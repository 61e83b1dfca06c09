package com.ovhi.outreach.channel.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.common.time.Pace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
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

/** How old the gate's knowledge may be, told by looks at Kafka, where somebody says something every second. */
class GateStalenessTests {

    private static final Instant NOW = Instant.parse("2026-03-02T17:00:00Z");
    private static final List<String> READERS =
            List.of("reply-parser-service.inbound", "preference-service.replies", "preference-service.feedback");

    private final AtomicLong seconds = new AtomicLong(1_000);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Kafka kafka = new Kafka();
    private final GateStaleness staleness = new GateStaleness(
            kafka,
            new GateProperties(Duration.ofSeconds(60), READERS, Duration.ofSeconds(15), Duration.ofSeconds(5)),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new Pace(60),
            meters,
            () -> TimeUnit.SECONDS.toNanos(seconds.get()));

    @Test
    void isNoOlderThanTheLastLookWhileAllIsRead() {
        look(10);
        seconds.addAndGet(4);

        assertThat(age()).isEqualTo(4);
    }

    @Test
    void growsWhileKafkaIsSilentAndClosesTheGateInTheEnd() {
        look(10);
        kafka.silent = true;

        look(60);
        assertThat(age()).isEqualTo(60);
        assertThat(staleness.isOpen()).isTrue();
        assertThat(closed()).isZero();
        look(1);
        assertThat(staleness.isOpen()).isFalse();
        assertThat(closed()).isOne();

        kafka.silent = false;
        look(1);
        assertThat(staleness.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reply-parser-service.inbound",
                "preference-service.replies",
                "preference-service.feedback",
                "channel-workers.permission"
            })
    void growsWhileAnybodyOnTheWayOfAnOptOutStandsStill(String group) {
        look(10);
        kafka.stop(group);

        look(10);
        look(55);
        assertThat(age()).isEqualTo(65);
        assertThat(staleness.isOpen()).isFalse();

        kafka.stopped.clear();
        look(1);
        assertThat(age()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply-parser-service.inbound", "preference-service.replies", "channel-workers.permission"})
    void isNeverOpenAfterAStartWhileAnybodyIsBehind(String group) {
        kafka.stop(group);
        assertThat(staleness.isOpen()).as("before the first look").isFalse();

        for (var look = 0; look < 200; look++) {
            look(1);
            assertThat(staleness.isOpen()).isFalse();
        }
    }

    @Test
    void isClosedWhileSomebodyHasNotReadAnything() {
        kafka.stopped.put("reply-parser-service.inbound", -1L);

        look(1);
        look(1);

        assertThat(staleness.isOpen()).isFalse();
    }

    /** Also while it looks every second because it is closed. */
    @ParameterizedTest
    @CsvSource({"40, true", "48, true", "75, false"})
    void isAsOldAsReadersAreBehindWhoKeepReading(long behind, boolean open) {
        kafka.behind = behind;
        for (var second = 0; second < 200; second++) {
            tick();
        }

        for (var second = 0; second < 600; second++) {
            tick();
            assertThat(staleness.isOpen()).as("after %d s", second).isEqualTo(open);
        }
    }

    @Test
    void looksAtEveryTickWhileClosedAndNowAndThenWhileOpen() {
        kafka.silent = true;
        tick();
        tick();
        assertThat(kafka.looks).isEqualTo(2);

        kafka.silent = false;
        tick();
        assertThat(staleness.isOpen()).isTrue();
        tick();
        tick();
        assertThat(kafka.looks).isEqualTo(3);
        tick();
        tick();
        tick();
        assertThat(kafka.looks).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"11, 15, 5", "60, 0, 5", "60, 15, 0"})
    void refusesLimitsThatMakeNoSense(int closesAfter, int pause, int urgentPause) {
        assertThatThrownBy(() -> new GateProperties(
                        Duration.ofSeconds(closesAfter),
                        List.of(),
                        Duration.ofSeconds(pause),
                        Duration.ofSeconds(urgentPause)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"61, 15", "120, 30", "3600, 120"})
    void letsItBeTriedAgainTheLaterTheLongerItIsClosed(int age, int pause) {
        look(1);
        seconds.addAndGet(age);

        assertThat(staleness.pause(false)).hasSeconds(pause);
        assertThat(staleness.pause(true)).hasSeconds(5);
    }

    @Test
    void knowsNoOtherReaders() {
        assertThatThrownBy(() -> ProjectionLag.way(List.of("segment-service.replies")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsInRealTimeHowLongAnOptOutTook() {
        staleness.known(NOW.minus(Duration.ofMinutes(2)));
        staleness.known(NOW.plus(Duration.ofHours(1)));

        var latency = meters.get("outreach.optout.latency").timer();
        assertThat(latency.count()).isEqualTo(2);
        assertThat(latency.totalTime(TimeUnit.SECONDS)).isEqualTo(2);
    }

    private void tick() {
        seconds.incrementAndGet();
        staleness.tick();
    }

    private void look(long later) {
        seconds.addAndGet(later);
        staleness.look();
    }

    private double age() {
        return meters.get("outreach.gate.staleness").gauge().value();
    }

    private double closed() {
        return meters.get("outreach.gate.closed").gauge().value();
    }

    /** What the looks find: every second one record more in each topic. */
    private final class Kafka extends ProjectionLag {

        private final Map<String, Long> stopped = new HashMap<>();
        private boolean silent;
        private long behind;
        private int looks;

        private Kafka() {
            super(new KafkaAdmin(Map.of()));
        }

        /** A group reads no further. */
        void stop(String group) {
            stopped.put(group, seconds.get());
        }

        @Override
        Map<TopicPartition, Long> ends(List<Reader> readers) {
            looks++;
            if (silent) {
                throw new KafkaSilent(new TimeoutException());
            }
            var ends = new HashMap<TopicPartition, Long>();
            readers.forEach(reader -> ends.put(partition(reader), seconds.get()));
            return ends;
        }

        @Override
        Map<TopicPartition, Long> done(List<Reader> readers) {
            var done = new HashMap<TopicPartition, Long>();
            readers.forEach(reader ->
                    done.put(partition(reader), stopped.getOrDefault(reader.group(), seconds.get() - behind)));
            return done;
        }

        private static TopicPartition partition(Reader reader) {
            return new TopicPartition(reader.topics().getFirst(), 0);
        }
    }
}
