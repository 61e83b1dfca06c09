package com.ovhi.outreach.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTests {

    @TempDir
    Path folder;

    @Test
    void keepsRecordsAndOffsetsAcrossARestart() throws Exception {
        try (var kafka = EmbeddedKafka.start(folder, 0, Map.of())) {
            createTopic(kafka.bootstrapServers());
            send(kafka.bootstrapServers(), "first");
            assertThat(receive(kafka.bootstrapServers())).containsExactly("first");
            send(kafka.bootstrapServers(), "second");
        }

        try (var kafka = EmbeddedKafka.start(folder, 0, Map.of())) {
            assertThat(receive(kafka.bootstrapServers())).containsExactly("second");
        }
    }

    @Test
    void keepsRecordsWhenItsProcessIsKilled() throws Exception {
        int port = Ports.free();
        var servers = "127.0.0.1:" + port;
        var arguments = new String[] {folder.toString(), Integer.toString(port), ownPid()};
        try (var program = OtherJvm.running(KafkaProcess.class, arguments)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> !Ports.isFree(port));
            createTopic(servers);
            send(servers, "kept");
            assertThatExceptionOfType(EmbeddedServerException.class)
                    .isThrownBy(() -> EmbeddedKafka.start(folder, 0, Map.of()))
                    .withMessageContaining(
                            "in use by process " + program.handle().pid());
            program.kill();
        }

        try (var kafka = EmbeddedKafka.start(folder, port, Map.of())) {
            assertThat(receive(kafka.bootstrapServers())).containsExactly("kept");
        }
    }

    private static String ownPid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    private static void createTopic(String servers) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic("events", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void send(String servers, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("events", value)).get();
        }
    }

    private static List<String> receive(String servers) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", servers, "group.id", "tests", "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("events"));
            return await().until(
                            () -> StreamSupport.stream(
                                            consumer.poll(Duration.ofMillis(200))
                                                    .spliterator(),
                                            false)
                                    .map(ConsumerRecord::value)
                                    .toList(),
                            values -> !values.isEmpty());
        }
    }
}
