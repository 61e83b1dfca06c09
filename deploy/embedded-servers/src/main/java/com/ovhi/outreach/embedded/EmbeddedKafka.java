package com.ovhi.outreach.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * A single Kafka broker and controller inside this JVM. Topics are not created by use. A broker that ends with its JVM
 * instead of {@link #close()} recovers at the next start.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final String NAME = "Kafka";
    private static final String HOST = "127.0.0.1:";

    private final DataFolder folder;
    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(DataFolder folder, KafkaRaftServer server, int port) {
        this.folder = folder;
        this.server = server;
        this.port = port;
    }

    /** Starts a broker; port 0 takes a free one, the overrides are broker properties. */
    public static EmbeddedKafka start(Path dataDir, int port, Map<String, String> overrides) {
        var folder = DataFolder.claim(dataDir);
        try {
            return start(folder, Ports.freeIfZero(port), overrides);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static EmbeddedKafka start(DataFolder folder, int port, Map<String, String> overrides) {
        folder.note(ProcessHandle.current());
        Ports.requireFree(port, NAME);
        var properties = properties(folder.data(), port);
        properties.putAll(overrides);
        format(folder, properties);
        var server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw new EmbeddedServerException(
                    "Kafka did not start on port %d with the data in %s: %s"
                            .formatted(port, folder.data(), e.getMessage()),
                    e);
        }
        return new EmbeddedKafka(folder, server, port);
    }

    public String bootstrapServers() {
        return HOST + port;
    }

    public int port() {
        return port;
    }

    /** Stops the broker in good order. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        folder.close();
    }

    private static void format(DataFolder folder, Properties properties) {
        if (Files.exists(folder.data().resolve("meta.properties"))) {
            return;
        }
        var output = new ByteArrayOutputStream();
        try {
            var file = folder.file("server.properties");
            try (var writer = Files.newBufferedWriter(file)) {
                properties.store(writer, null);
            }
            var arguments = new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
            if (StorageTool.execute(arguments, new PrintStream(output, true, StandardCharsets.UTF_8)) != 0) {
                throw new IOException(output.toString(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot prepare Kafka's storage in " + folder.data() + ".", e);
        }
    }

    private static Properties properties(Path data, int port) {
        // A voter list instead of a stored one, so that the controller's port may differ from start to start.
        int controller = Ports.free();
        var listeners = "PLAINTEXT://%s%d,CONTROLLER://%s%d".formatted(HOST, port, HOST, controller);
        var properties = new Properties();
        properties.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@" + HOST + controller,
                "controller.listener.names", "CONTROLLER",
                "listeners", listeners,
                "advertised.listeners", listeners,
                "log.dirs", data.toString(),
                "auto.create.topics.enable", "false",
                "num.partitions", "4"));
        // After a kill the broker waits until its former session ends; the default is 9 s.
        properties.put("broker.session.timeout.ms", "3000");
        properties.put("broker.heartbeat.interval.ms", "500");
        properties.putAll(singleReplica());
        properties.putAll(smallFootprint());
        return properties;
    }

    private static Map<String, String> singleReplica() {
        return Map.of(
                "default.replication.factor", "1",
                "min.insync.replicas", "1",
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "4");
    }

    private static Map<String, String> smallFootprint() {
        return Map.of(
                "group.initial.rebalance.delay.ms", "0",
                "log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20),
                "log.index.size.max.bytes", Integer.toString(1 << 20),
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "2");
    }
}
