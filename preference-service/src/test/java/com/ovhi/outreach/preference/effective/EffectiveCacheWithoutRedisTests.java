package com.ovhi.outreach.preference.effective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.crypto.CryptoProperties;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.KeysetTool;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

class EffectiveCacheWithoutRedisTests {

    private static final EffectivePreferences ANSWER = new EffectivePreferences(
            1176, 16, 1, null, List.of("America/New_York"), "en", null, null, null, null, null, Map.of());

    private final LettuceConnectionFactory connections = connectionsToNowhere();
    private EffectiveCache cache = cache();

    @BeforeEach
    void start() {
        connections.start();
        cache = cache();
    }

    @AfterEach
    void stop() {
        connections.destroy();
    }

    @Test
    void missesWithoutAnError() {
        assertThat(cache.get(16, 1176)).isEmpty();
        assertThatCode(() -> cache.put(List.of(ANSWER))).doesNotThrowAnyException();
        assertThat(cache.forget(16, 1176, 2)).isFalse();
        assertThat(cache.forget(16, 1176, 2))
                .as("left alone, but not forgotten")
                .isFalse();
        assertThatCode(() -> cache().forget(List.of(ANSWER, ANSWER))).doesNotThrowAnyException();
    }

    @Test
    void leavesRedisAloneForAWhileAfterAFailure() {
        cache.get(16, 1176);
        var started = System.nanoTime();

        var found = IntStream.range(0, 1_000)
                .filter(_ -> cache.get(16, 1176).isPresent())
                .count();

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMillis(500));
        assertThat(found).isZero();
    }

    private EffectiveCache cache() {
        var template = new StringRedisTemplate(connections);
        var crypto =
                new CryptoProperties(KeysetTool.generate(), Base64.getEncoder().encodeToString(new byte[32]));
        return new EffectiveCache(
                template,
                FieldCipher.ofKeyset(crypto.keyset()),
                new CacheKeys(crypto),
                new CacheProperties(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofMinutes(10)));
    }

    private static LettuceConnectionFactory connectionsToNowhere() {
        var timeout = Duration.ofMillis(300);
        return new LettuceConnectionFactory(
                new RedisStandaloneConfiguration("127.0.0.1", unusedPort()),
                LettuceClientConfiguration.builder()
                        .commandTimeout(timeout)
                        .clientOptions(ClientOptions.builder()
                                .socketOptions(SocketOptions.builder()
                                        .connectTimeout(timeout)
                                        .build())
                                .build())
                        .build());
    }

    private static int unusedPort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
