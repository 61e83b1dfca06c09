package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.Orders;
import com.ovhi.outreach.channel.ProviderStubs;
import com.ovhi.outreach.channel.permission.ProjectionLag;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cloud.stream.binder.kafka.properties.KafkaConsumerProperties;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;

/** How orders are read from Kafka. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class LanesServiceTests {

    private final BindingsLifecycleController bindings;
    private final ProjectionLag lag;
    private final TestKafka kafka;
    private final Orders orders;

    LanesServiceTests(
            BindingsLifecycleController bindings,
            ProjectionLag lag,
            TestKafka kafka,
            FieldCipher cipher,
            AddressHash hashes) {
        this.bindings = bindings;
        this.lag = lag;
        this.kafka = kafka;
        orders = new Orders(cipher, hashes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prioritySends-in-0", "bulkSends-in-0"})
    void takesFewOrdersAtOnceSoThatASlowProviderDoesNotCostThePartition(String lane) {
        KafkaConsumerProperties consumer = bindings.getExtensionProperties(lane);

        assertThat(consumer.getConfiguration())
                .containsEntry("max.poll.records", "8")
                .containsEntry("auto.offset.reset", "earliest");
        assertThat(consumer.getAckMode()).hasToString("RECORD");
        await().until(() -> bindings.queryState(lane).getFirst().isRunning());
    }

    @Test
    void knowsWhetherAllPermissionsAreProjected() {
        var patient = Orders.newPatient();
        kafka.publish(Topics.PREFERENCE, Long.toString(patient), orders.preferences(patient, 1, true));

        var ends = lag.ends();
        await().until(() -> lag.reached(ends));

        var beyond = new HashMap<>(ends);
        beyond.replaceAll((partition, end) -> end + 1);
        assertThat(ends).isNotEmpty();
        assertThat(lag.reached(beyond)).isFalse();
    }
}
