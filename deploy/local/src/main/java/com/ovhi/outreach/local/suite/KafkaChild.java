package com.ovhi.outreach.local.suite;

import com.ovhi.outreach.embedded.KafkaProcess;
import com.ovhi.outreach.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The Kafka broker in a process of its own. */
final class KafkaChild implements AutoCloseable, Guarded {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path data;
    private final int port;
    private final Path folder;
    private volatile Process process;

    private KafkaChild(Path data, int port, Path folder) {
        this.data = data;
        this.port = port;
        this.folder = folder;
        process = launch(data, port, folder);
    }

    static KafkaChild start(Path data, int port, Path folder) {
        return new KafkaChild(data, port, folder);
    }

    @Override
    public String name() {
        return "Kafka";
    }

    @Override
    public boolean alive() {
        return process.isAlive();
    }

    @Override
    public void revive() {
        process = launch(data, port, folder);
    }

    private static Process launch(Path data, int port, Path folder) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx384m",
                "-cp",
                System.getProperty("java.class.path"),
                KafkaProcess.class.getName(),
                data.toString(),
                Integer.toString(port),
                Long.toString(ProcessHandle.current().pid()));
        try {
            var log = folder.resolve("logs").resolve("kafka.log").toFile();
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
            Files.writeString(folder.resolve("kafka.pid"), Long.toString(process.pid()));
            awaitPort(process, port);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka cannot be started", e);
        }
    }

    private static void awaitPort(Process process, int port) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Ports.isFree(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new StartFailure("Kafka did not start; see logs/kafka.log");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("Interrupted while starting");
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
