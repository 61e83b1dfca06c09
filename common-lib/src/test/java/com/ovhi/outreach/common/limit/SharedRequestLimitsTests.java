package com.ovhi.outreach.common.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.embedded.EmbeddedRedis;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Two instances before one Redis. */
class SharedRequestLimitsTests {

    private static final byte[] SECRET = new byte[32];
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** Slow enough that nothing is admitted again while a test runs. */
    private static final Limit FIFTY = new Limit("fifty", 50, Duration.ofDays(1));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private EmbeddedRedis server;
    private LettuceConnectionFactory connections;
    private StringRedisTemplate redis;
    private RequestLimits one;
    private RequestLimits other;

    @SuppressWarnings("NullAway.Init")
    SharedRequestLimitsTests() {}

    @BeforeEach
    void start() {
        server = EmbeddedRedis.start(folder.resolve("redis"), 0);
        connections = connections(server.port());
        redis = new StringRedisTemplate(connections);
        one = instance();
        other = instance();
    }

    @AfterEach
    void stop() {
        connections.destroy();
        server.close();
    }

    @Test
    void countsExactlyWhateverTheInstanceAndHoweverManyAskAtOnce() throws InterruptedException, ExecutionException {
        assertThat(admittedOf(200, "key")).isEqualTo(50);
        assertThat(one.count(FIFTY, "key").retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofHours(1));
        assertThat(other.count(FIFTY, "another key").admitted()).isTrue();
        assertThat(counted("shared", "admitted")).isEqualTo(51);
        assertThat(counted("shared", "refused")).isEqualTo(151);
    }

    @Test
    void admitsAgainAsTimePasses() {
        var limit = new Limit("quick", 2, Duration.ofMillis(600));
        assertThat(one.count(limit, "key").admitted()).isTrue();
        assertThat(other.count(limit, "key").admitted()).isTrue();
        var wait = one.count(limit, "key").retryAfter();

        assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofMillis(300));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> other.count(limit, "key").admitted());
    }

    @Test
    void leavesNoNamesBehindAndNotForLong() {
        one.count(Limit.perMinute("visits", 3), "198.51.100.7");

        assertThat(keys()).hasSize(1).allSatisfy(key -> {
            assertThat(key).matches("outreach:limit:visits:[0-9a-f]{32}");
            assertThat(redis.getExpire(key)).isBetween(0L, 20L);
        });
    }

    @Test
    void countsPerInstanceWhileRedisIsAwayAndTogetherWhenItIsBack() {
        assertThat(one.count(FIFTY, "key").admitted()).isTrue();
        var port = server.port();
        server.kill();

        var admitted = IntStream.range(0, 60)
                .filter(i -> one.count(FIFTY, "key").admitted())
                .count();
        assertThat(admitted).isEqualTo(50);
        assertThat(other.count(FIFTY, "key").admitted()).isTrue();
        assertThat(counted("local", "admitted")).isEqualTo(51);
        assertThat(counted("local", "refused")).isEqualTo(10);

        server = EmbeddedRedis.start(folder.resolve("redis-again"), port);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            one.count(FIFTY, "after");
            assertThat(keys()).hasSize(1);
        });
    }

    @Test
    void asksADeadRedisOnlyNowAndThen() {
        server.kill();
        one.count(FIFTY, "key");
        var begun = System.nanoTime();

        for (var i = 0; i < 1_000; i++) {
            one.count(FIFTY, "key");
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }

    private long admittedOf(int requests, String key) throws InterruptedException, ExecutionException {
        Callable<Boolean> byOne = () -> one.count(FIFTY, key).admitted();
        Callable<Boolean> byOther = () -> other.count(FIFTY, key).admitted();
        var admitted = 0L;
        try (var threads = Executors.newFixedThreadPool(8)) {
            var asked = IntStream.range(0, requests)
                    .mapToObj(i -> i % 2 == 0 ? byOne : byOther)
                    .toList();
            for (var each : threads.invokeAll(asked)) {
                admitted += each.get() ? 1 : 0;
            }
        }
        return admitted;
    }

    private Set<String> keys() {
        return redis.keys("*");
    }

    private double counted(String by, String verdict) {
        return meters.get("outreach.limit.requests")
                .tags("counted", by, "verdict", verdict)
                .counter()
                .count();
    }

    private RequestLimits instance() {
        return new SharedRequestLimits(redis, new LocalRequestLimits(System::nanoTime), SECRET, PAUSE, meters);
    }

    private static LettuceConnectionFactory connections(int port) {
        var timeout = Duration.ofMillis(300);
        var factory = new LettuceConnectionFactory(
                new RedisStandaloneConfiguration("127.0.0.1", port),
                LettuceClientConfiguration.builder()
                        .commandTimeout(timeout)
                        .clientOptions(ClientOptions.builder()
                                .socketOptions(SocketOptions.builder()
                                        .connectTimeout(timeout)
                                        .build())
                                .build())
                        .build());
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }
}
