package com.ovhi.outreach.webhook;

import com.ovhi.outreach.embedded.KafkaProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A broker in a process of its own, which a test can kill. Its data outlive it. */
final class ForkedKafka implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Process process;
    private final int port;

    private ForkedKafka(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one, or the one whose data these are again, and returns when it answers. */
    static ForkedKafka start(Path folder, int port) throws IOException {
        var log = Path.of("target", "forked-kafka-" + port + ".log");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KafkaProcess.class.getName(),
                        folder.toString(),
                        Integer.toString(port),
                        Long.toString(ProcessHandle.current().pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        var kafka = new ForkedKafka(process, port);
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .failFast("the broker has ended", () -> !process.isAlive())
                    .until(kafka::answers);
        } catch (RuntimeException | Error e) {
            kafka.close();
            throw e;
        }
        return kafka;
    }

    int port() {
        return port;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Ends it as {@code kill -9} does, and returns when it has ended. */
    void kill() {
        process.destroyForcibly();
        Awaitility.await().until(() -> !process.isAlive());
    }

    @Override
    public void close() {
        kill();
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
