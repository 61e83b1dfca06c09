package com.ovhi.outreach.common.testing;

import com.ovhi.outreach.embedded.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * An instance of a service in a process of its own, which a test can end in more than one way. It uses the servers of the
 * test run unless its settings name others; what it prints lies in {@code target}. Not thread-safe.
 */
public final class ForkedService implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final int port;

    private ForkedService(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Like {@link #start}, but it neither consumes nor relays events: what it would relay stays in its outbox. */
    public static ForkedService startWithoutEvents(Class<?> application, String schema) throws IOException {
        return start(application, schema, "outreach.outbox.enabled=false", "spring.cloud.function.definition=");
    }

    /**
     * Starts it and returns when it is ready.
     *
     * @param application the class with its {@code main}
     * @param settings each {@code name=value}; they come before all others
     */
    public static ForkedService start(Class<?> application, String schema, String... settings) throws IOException {
        var port = Ports.free();
        var log = Path.of("target", "forked-" + application.getSimpleName() + "-" + port + ".log");
        var process = new ProcessBuilder(command(application, port, schema, settings))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var service = new ForkedService(process, port);
        try {
            service.awaitReady();
        } catch (RuntimeException | Error e) {
            service.close();
            throw e;
        }
        return service;
    }

    /** Where it answers on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Ends it as {@code kill -9} does, and returns when it has ended. */
    public void kill() {
        process.destroyForcibly();
        Awaitility.await().until(() -> !process.isAlive());
    }

    /** Asks it to end, as an orchestrator of containers does, and returns how long that took. */
    public Duration terminate() throws InterruptedException {
        var start = System.nanoTime();
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("The forked service does not end");
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void close() {
        kill();
    }

    /**
     * Every setting is a system property: the Kafka binder reads a placeholder in its own settings from those before it
     * looks at the command line, so an argument that names another Kafka would reach only half of the service.
     */
    private static List<String> command(Class<?> application, int port, String schema, String... settings) {
        var known = System.getProperties().stringPropertyNames().stream()
                .filter(ForkedService::concernsServices)
                .map(name -> name + "=" + System.getProperty(name));
        var own = Stream.of("server.port=" + port, "outreach.schema=" + schema);
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        // Of two with one name the later one counts.
        Stream.of(known, own, Stream.of(settings))
                .flatMap(Function.identity())
                .map(each -> "-D" + each)
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), application.getName()));
        return command;
    }

    private static boolean concernsServices(String property) {
        return property.startsWith("OUTREACH_") || property.startsWith("outreach.") || property.startsWith("spring.");
    }

    private void awaitReady() {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .failFast("the forked service has ended", () -> !process.isAlive())
                    .until(() -> http.send(request, BodyHandlers.discarding()).statusCode() == 200);
        }
    }
}
