package com.ovhi.outreach.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisTests {

    @TempDir
    Path folder;

    @Test
    void keepsValuesWhenStoppedAndWhenKilled() throws Exception {
        try (var redis = EmbeddedRedis.start(folder, 0)) {
            assertThat(send(redis, "SET colour green")).isEqualTo("+OK");
        }

        var second = EmbeddedRedis.start(folder, 0);
        assertThat(send(second, "GET colour")).isEqualTo("$5");
        assertThat(send(second, "SET number 7")).isEqualTo("+OK");
        second.kill();

        try (var third = EmbeddedRedis.start(folder, 0)) {
            assertThat(send(third, "INCR number")).isEqualTo(":8");
        }
    }

    @Test
    void tellsThatThePortIsTaken() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(EmbeddedServerException.class)
                    .isThrownBy(() -> EmbeddedRedis.start(folder, other.getLocalPort()))
                    .withMessageContaining("Redis cannot listen on port " + other.getLocalPort());
        }
    }

    private static @Nullable String send(EmbeddedRedis redis, String command) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
