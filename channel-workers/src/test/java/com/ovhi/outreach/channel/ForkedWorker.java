package com.ovhi.outreach.channel;

import com.ovhi.outreach.common.testing.SettableClock;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Another instance of the service in a process of its own, which shares database, Kafka and Redis with the tests'. */
final class ForkedWorker implements AutoCloseable {

    private final Process process;
    private final int port;

    private ForkedWorker(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it for some channels, under a name by which Kafka knows it, and returns when it is ready. */
    static ForkedWorker start(String channels, String name) throws IOException {
        var port = unusedPort();
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx320m"));
        System.getProperties().stringPropertyNames().stream()
                .filter(key -> key.startsWith("OUTREACH_") || key.startsWith("outreach."))
                .map(key -> "-D" + key + "=" + System.getProperty(key))
                .forEach(command::add);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dspring.profiles.active=" + System.getProperty("spring.profiles.active"),
                "-cp",
                System.getProperty("java.class.path"),
                ChannelApplication.class.getName(),
                "--server.port=" + port,
                "--outreach.schema=ovhi_channel",
                "--outreach.channel.channels=" + channels,
                "--outreach.clock.origin=" + Clock.systemUTC().instant(),
                "--outreach.clock.start=" + SettableClock.START,
                "--spring.cloud.stream.kafka.binder.configuration.client.id=" + name));
        var log = new File("target", "forked-worker-" + name + ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        var worker = new ForkedWorker(process, port);
        worker.awaitReady();
        return worker;
    }

    /** Asks it to end, as an orchestrator of containers does, and returns how long that took. */
    Duration terminate() throws InterruptedException {
        var start = System.nanoTime();
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("The worker does not end");
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Awaitility.await().until(() -> !process.isAlive());
    }

    private void awaitReady() {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .failFast("the forked worker has ended", () -> !process.isAlive())
                    .until(() -> http.send(request, BodyHandlers.discarding()).statusCode() == 200);
        }
    }

    private static int unusedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
