package com.ovhi.outreach.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.permission.GateStaleness;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.kafka.core.KafkaAdmin;

/** The service that would find an opt-out among the replies was never there, for longer than the gate may not know. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class ClosedGateServiceTests {

    private static final String READER = "reply-parser-service.inbound";

    private final Suite suite;
    private final GateStaleness gate;
    private final Admin kafka;

    ClosedGateServiceTests(
            ApplicationContext context, GateStaleness gate, KafkaAdmin kafka, @LocalServerPort int port) {
        suite = new Suite(context, port);
        this.gate = gate;
        this.kafka = Admin.create(kafka.getConfigurationProperties());
    }

    @BeforeEach
    void aReplyThatNobodyReads() throws ExecutionException, InterruptedException {
        kafka.createTopics(List.of(new NewTopic(Topics.INBOUND, 1, (short) 1)))
                .all()
                .get();
        read();
        suite.kafka().publish(Topics.INBOUND, "any", "text.received", Map.of());
    }

    @AfterEach
    void nobodyElseWaitsForIt() throws ExecutionException, InterruptedException {
        await().atMost(Duration.ofSeconds(30)).until(gate::isOpen);
        kafka.close();
    }

    @Test
    void parksWhatIsDueAndSendsItOnceTheReplyIsRead() throws ExecutionException, InterruptedException {
        var patient = suite.patient();
        await().atMost(Duration.ofSeconds(60)).until(() -> !gate.isOpen());
        assertThat(shown()).contains("\"open\":false", "\"closes_after_seconds\":30");
        var order = suite.orders().order(patient, Channel.SMS);
        var urgent = suite.orders().order(suite.patient(), Channel.EMAIL);

        suite.dispatch(order);
        suite.dispatch(urgent, Lane.URGENT);

        var parked = suite.report(order, DeliveryState.NOT_SENT);
        assertThat(parked.failureCode()).isEqualTo("permissions-behind");
        assertThat(parked.failureClass()).isEqualTo(FailureClass.PARKED);
        assertThat(parked.retryAfterMillis()).isEqualTo(15_000);
        assertThat(suite.report(urgent, DeliveryState.NOT_SENT).retryAfterMillis())
                .as("never past an opt-out, but tried sooner")
                .isEqualTo(5_000);
        assertThat(suite.integer("SELECT COUNT(*) FROM send_intents WHERE job_id = ?", String.valueOf(order.jobId())))
                .isZero();

        read();
        await().atMost(Duration.ofSeconds(30)).until(gate::isOpen);
        assertThat(shown()).contains("\"open\":true");

        var again = suite.orders().order(patient, Channel.SMS, order.jobId(), order.slotId(), 2);
        suite.dispatch(again);
        suite.report(again, DeliveryState.ACCEPTED);
    }

    /** As ops see it. */
    private String shown() {
        return String.valueOf(suite.http()
                .get()
                .uri("/api/v1/gate")
                .header("Authorization", suite.bearer(Samples.ORGANIZATION, "ops"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    /** The reader has got to the end. */
    private void read() throws ExecutionException, InterruptedException {
        var partitions = kafka.describeTopics(List.of(Topics.INBOUND)).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
        var ends = kafka.listOffsets(partitions).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        end -> new OffsetAndMetadata(end.getValue().offset())));
        kafka.alterConsumerGroupOffsets(READER, ends).all().get();
    }
}
