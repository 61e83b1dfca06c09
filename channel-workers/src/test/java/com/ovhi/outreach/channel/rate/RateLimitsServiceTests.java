package com.ovhi.outreach.channel.rate;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.ProviderStubs;
import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.Limit;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.testing.ServiceTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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
        assertThat(other.take(ACCOUNT)).isZero();

        one.close(ACCOUNT, Duration.ofSeconds(2));

        for (var instance : List.of(one, other)) {
            assertThat(instance.take(ACCOUNT)).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(2_050));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(4))
                .until(() -> other.take(ACCOUNT).isZero());
        // The bucket was empty while it was closed, so there is no burst when it opens again.
        var sent = sentUntil(other, System.nanoTime() + Duration.ofMillis(200).toNanos());
        assertThat(sent).as("at 100/s in a little more than 200 ms").isLessThan(60);
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
                .filter(i -> instance.take(i % 2 == 0 ? ACCOUNT : spare).isZero())
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
                sent += instance.take(ACCOUNT).isZero() ? 1 : 0;
            }
            assertThat(sent).as("half of 100/s for 10 s and the burst").isBetween(495L, 560L);

            instance.close(ACCOUNT, Duration.ofSeconds(5));
            clock.addAndGet(4_900_000_000L);
            assertThat(instance.take(ACCOUNT)).isEqualTo(Duration.ofMillis(100));
            clock.addAndGet(100_000_000L);
            assertThat(instance.take(ACCOUNT)).isZero();
        } finally {
            connections.destroy();
        }
    }

    private static int sentUntil(RateLimits instance, long end) {
        var sent = 0;
        while (System.nanoTime() < end) {
            sent += instance.take(ACCOUNT).isZero() ? 1 : 0;
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
