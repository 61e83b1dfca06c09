package com.ovhi.outreach.channel.rate;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.ProviderStubs;
import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.Limit;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.testing.ServiceTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Rates over several instances with a real Redis, and without one. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class RateLimitsServiceTests {

    private static final Account ACCOUNT = Account.main(Provider.TWILIO);
    private static final RateProperties PROPERTIES =
            new RateProperties(Duration.ofSeconds(1), 0.5, Duration.ofSeconds(2), Duration.ofMillis(300));

    private final RedisBuckets redis;

    RateLimitsServiceTests(RedisBuckets redis) {
        this.redis = redis;
    }

    @Test
    void keepsAllInstancesTogetherBelowTheRate() throws InterruptedException, ExecutionException {
        var limits = limits(100);
        var instances = IntStream.range(0, 4).mapToObj(i -> instance(limits)).toList();
        var start = System.nanoTime();
        var end = start + Duration.ofSeconds(2).toNanos();

        long sent = 0;
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var count : threads.invokeAll(instances.stream()
                    .<Callable<Integer>>map(instance -> () -> sentUntil(instance, end))
                    .toList())) {
                sent += count.get();
            }
        }

        var seconds = (System.nanoTime() - start) / 1e9;
        assertThat(sent).as("in %.2f s", seconds).isBetween(150L, Math.round(100 * (seconds + 1)) + 1);
    }

    @Test
    void letsNoInstanceCallAProviderThatAskedToBeLeftAlone() {
        var limits = limits(100);
        var one = instance(limits);
        var other = instance(limits);
        assertThat(other.take(ACCOUNT, Lane.URGENT, 1).granted()).isEqualTo(1);

        one.close(ACCOUNT, Duration.ofSeconds(2));

        for (var instance : List.of(one, other)) {
            assertThat(instance.take(ACCOUNT, Lane.URGENT, 1).pause())
                    .isBetween(Duration.ofMillis(1_000), Duration.ofMillis(2_050));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(4))
                .until(() -> other.take(ACCOUNT, Lane.URGENT, 1).granted() == 1);
        // The bucket was empty while it was closed, so there is no burst when it opens again.
        var sent = sentUntil(other, System.nanoTime() + Duration.ofMillis(200).toNanos());
        assertThat(sent).as("at 100/s in a little more than 200 ms").isLessThan(60);
    }

    @Test
    void whatOneInstanceWasToldAllInstancesKeepTo() {
        var limits = limits(200);
        var told = instance(limits);
        var other = instance(limits);
        told.close(ACCOUNT, null);
        Awaitility.await().until(() -> other.take(ACCOUNT, Lane.URGENT, 1).granted() == 1);

        var begin = System.nanoTime();
        var sent = sentUntil(other, begin + Duration.ofSeconds(1).toNanos());
        var seconds = (System.nanoTime() - begin) / 1e9;

        assertThat(sent).as("half of 200/s in %.2f s", seconds).isBetween(50, (int) (110 * seconds) + 4);
        assertThat(other.turns(ACCOUNT, Lane.PRIORITY, 1).each())
                .as("of 5 ms at the full rate")
                .isBetween(Duration.ofMillis(9), Duration.ofMillis(10));
        told.close(ACCOUNT, null);
        other.close(ACCOUNT, null);
        assertThat(other.turns(ACCOUNT, Lane.PRIORITY, 1).each())
                .as("one storm, however many were told")
                .isBetween(Duration.ofMillis(18), Duration.ofMillis(20));
    }

    @Test
    void countsTheAccountOfSeveralSendersOnce() {
        var account = new Limit("account:" + Ids.next(), 10);
        var spare = new Account(Provider.TWILIO, "spare");
        var instance = new RateLimits(
                Map.of(
                        ACCOUNT, List.of(new Limit("one:" + Ids.next(), 1_000), account),
                        spare, List.of(new Limit("two:" + Ids.next(), 1_000), account)),
                redis,
                PROPERTIES,
                new SimpleMeterRegistry(),
                System::nanoTime);

        var sent = IntStream.range(0, 60)
                .filter(i -> instance.take(i % 2 == 0 ? ACCOUNT : spare, Lane.URGENT, 1)
                                .granted()
                        == 1)
                .count();

        assertThat(sent).isBetween(10L, 20L);
    }

    @Test
    void keepsToItsShareWithoutRedisAndStillObeys() {
        var connections = new LettuceConnectionFactory("127.0.0.1", 1);
        connections.afterPropertiesSet();
        try {
            var clock = new AtomicLong();
            var nobody = new RedisBuckets(new StringRedisTemplate(connections));
            var instance = instance(nobody, limits(100), clock::get);

            long sent = 0;
            for (var milli = 0; milli < 10_000; milli++) {
                clock.addAndGet(1_000_000);
                sent += instance.take(ACCOUNT, Lane.URGENT, 1).granted();
            }
            assertThat(sent).as("half of 100/s for 10 s and the burst").isBetween(495L, 560L);

            instance.close(ACCOUNT, Duration.ofSeconds(5));
            clock.addAndGet(4_900_000_000L);
            assertThat(instance.take(ACCOUNT, Lane.URGENT, 1).pause()).isEqualTo(Duration.ofMillis(100));
            clock.addAndGet(100_000_000L);
            assertThat(instance.take(ACCOUNT, Lane.URGENT, 1).granted()).isEqualTo(1);
        } finally {
            connections.destroy();
        }
    }

    @Test
    void grantsAsManyTokensAsThereAreAndKeepsSomeForWhatIsUrgent() {
        var instance = instance(limits(100));

        var bulk = instance.take(ACCOUNT, Lane.BULK, 1_000);
        var priority = instance.take(ACCOUNT, Lane.PRIORITY, 1_000);
        var urgent = instance.take(ACCOUNT, Lane.URGENT, 1_000);

        assertThat(bulk.granted()).isBetween(70, 72);
        assertThat(bulk.granted() + priority.granted()).isBetween(90, 94);
        assertThat(bulk.granted() + priority.granted() + urgent.granted()).isBetween(100, 106);
    }

    @Test
    void givesTurnsToThoseItTurnsAwaySoThatEachComesBackOnce() {
        var limits = limits(80);
        var one = instance(limits);
        var other = instance(limits);
        one.take(ACCOUNT, Lane.PRIORITY, 1_000);

        var first = one.turns(ACCOUNT, Lane.PRIORITY, 400);
        var second = other.turns(ACCOUNT, Lane.PRIORITY, 400);

        assertThat(first.each()).isEqualTo(Duration.ofNanos(12_500_000));
        assertThat(first.first()).isBetween(Duration.ZERO, Duration.ofMillis(200));
        assertThat(second.first().minus(first.first()))
                .as("behind the 400 of the other instance, at 80/s")
                .isBetween(Duration.ofMillis(4_500), Duration.ofMillis(5_000));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsUrgentStandsInNoLineAndNobodyInALongOne(boolean withRedis) {
        var connections = new LettuceConnectionFactory("127.0.0.1", 1);
        connections.afterPropertiesSet();
        try {
            var buckets = withRedis ? redis : new RedisBuckets(new StringRedisTemplate(connections));
            var instance = instance(buckets, limits(80), System::nanoTime);
            instance.close(ACCOUNT, Duration.ofSeconds(2));
            for (var lap = 0; lap < 10; lap++) {
                instance.turns(ACCOUNT, Lane.BULK, 500);
            }

            var urgent = instance.turns(ACCOUNT, Lane.URGENT, 1);
            var urgentAgain = instance.turns(ACCOUNT, Lane.URGENT, 1);
            var priority = instance.turns(ACCOUNT, Lane.PRIORITY, 1);
            var bulk = instance.turns(ACCOUNT, Lane.BULK, 500);

            assertThat(List.of(urgent.first(), urgentAgain.first(), priority.first()))
                    .as("when the provider may be called again")
                    .allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofMillis(2_500)));
            assertThat(bulk.first()).isBetween(Duration.ofSeconds(8), Duration.ofMillis(10_500));
            assertThat(IntStream.range(0, 500).mapToObj(k -> bulk.of(k, new Random(k))))
                    .as("of 5,000 at the learned rate")
                    .allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofSeconds(13)));
        } finally {
            connections.destroy();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyJobOfABacklogIsTurnedAwayAtMostOnce(boolean withRedis) {
        var connections = new LettuceConnectionFactory("127.0.0.1", 1);
        connections.afterPropertiesSet();
        try {
            var clock = new AtomicLong(System.nanoTime());
            var buckets = withRedis ? redis : new RedisBuckets(new StringRedisTemplate(connections));
            LongSupplier nanos = withRedis ? System::nanoTime : clock::get;
            var instance = instance(buckets, limits(200), nanos);
            instance.take(ACCOUNT, Lane.PRIORITY, 1_000);

            var turns = instance.turns(ACCOUNT, Lane.PRIORITY, 100);
            var begin = nanos.getAsLong();
            for (var k = 0; k < 100; k++) {
                var due =
                        begin + turns.first().plus(turns.each().multipliedBy(k)).toNanos();
                if (withRedis) {
                    java.util.concurrent.locks.LockSupport.parkNanos(due + 2_000_000 - System.nanoTime());
                } else {
                    clock.set(due + 2_000_000);
                }
                assertThat(instance.take(ACCOUNT, Lane.PRIORITY, 1).granted())
                        .as("job " + k)
                        .isEqualTo(1);
            }
        } finally {
            connections.destroy();
        }
    }

    @Test
    void learnsARateThatIsLowerThanTheConfiguredOne() {
        var connections = new LettuceConnectionFactory("127.0.0.1", 1);
        connections.afterPropertiesSet();
        try {
            var clock = new AtomicLong();
            var provider = new ArrayDeque<Long>();
            var instance = instance(new RedisBuckets(new StringRedisTemplate(connections)), limits(1_000), clock::get);

            var refused = 0;
            var accepted = 0;
            for (var milli = 0; milli < 60_000; milli++) {
                clock.addAndGet(1_000_000);
                if (instance.take(ACCOUNT, Lane.PRIORITY, 1).granted() == 1) {
                    provider.removeIf(at -> at <= clock.get() - 1_000_000_000L);
                    if (provider.size() >= 40) {
                        refused++;
                        instance.close(ACCOUNT, null);
                    } else {
                        provider.add(clock.get());
                        accepted++;
                    }
                }
            }

            assertThat(accepted).as("of 2,400 in a minute").isGreaterThan(1_000);
            assertThat(refused).as("in a minute").isLessThan(60);
        } finally {
            connections.destroy();
        }
    }

    private static int sentUntil(RateLimits instance, long end) {
        var sent = 0;
        while (System.nanoTime() < end) {
            sent += instance.take(ACCOUNT, Lane.URGENT, 1).granted();
        }
        return sent;
    }

    private RateLimits instance(Map<Account, List<Limit>> limits) {
        return instance(redis, limits, System::nanoTime);
    }

    private static RateLimits instance(RedisBuckets buckets, Map<Account, List<Limit>> limits, LongSupplier nanos) {
        return new RateLimits(limits, buckets, PROPERTIES, new SimpleMeterRegistry(), nanos);
    }

    private static Map<Account, List<Limit>> limits(double perSecond) {
        return Map.of(ACCOUNT, List.of(new Limit("test:" + Ids.next(), perSecond)));
    }
}
