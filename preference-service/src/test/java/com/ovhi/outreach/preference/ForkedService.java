package com.ovhi.outreach.preference;

import com.ovhi.outreach.common.testing.TestServers;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** The service in a process of its own, which a test can kill. */
public final class ForkedService implements AutoCloseable {

    private final Process process;
    private final int port;

    private ForkedService(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Creates an empty schema of its own. */
    public static void createSchema(String schema) {
        TestServers.database().createSchema(schema, schema, "test");
    }

    /** Starts it and returns when it is ready; it neither consumes nor relays events. */
    public static ForkedService startAlone(String schema) throws IOException {
        return start(schema, "--outreach.outbox.enabled=false", "--spring.cloud.function.definition=");
    }

    /** Starts it with settings that come before all others, and returns when it is ready. */
    public static ForkedService start(String schema, String... settings) throws IOException {
        var port = unusedPort();
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m"));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("OUTREACH_") || name.startsWith("outreach."))
                .map(name -> "-D" + name + "=" + System.getProperty(name))
                .forEach(command::add);
        command.addAll(List.of(
                "-Dspring.profiles.active=" + System.getProperty("spring.profiles.active"),
                "-cp",
                System.getProperty("java.class.path"),
                PreferenceApplication.class.getName(),
                "--server.port=" + port,
                "--outreach.schema=" + schema));
        command.addAll(List.of(settings));
        var log = new File("target", "forked-service-" + port + ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        var service = new ForkedService(process, port);
        service.awaitReady();
        return service;
    }

    public int port() {
        return port;
    }

    /** As {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        Awaitility.await().until(() -> !process.isAlive());
    }

    @Override
    public void close() {
        kill();
    }

    private void awaitReady() {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .failFast("the forked service has ended", () -> !process.isAlive())
                    .until(() -> http.send(request, BodyHandlers.discarding()).statusCode() == 200);
        }
    }

    private static int unusedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
