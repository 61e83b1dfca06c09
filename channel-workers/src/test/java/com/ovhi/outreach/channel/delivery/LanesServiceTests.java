package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.Orders;
import com.ovhi.outreach.channel.ProviderStubs;
import com.ovhi.outreach.channel.permission.ProjectionLag;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    @CsvSource({"URGENT, 50", "PRIORITY, 200", "BULK, 100"})
    void givesEveryChannelListenersOfItsOwn(Lane lane, String most) {
        var binding = LaneTopics.binding(lane);
        KafkaConsumerProperties consumer = bindings.getExtensionProperties(binding);

        assertThat(consumer.getConfiguration())
                .containsEntry("max.poll.records", most)
                .containsEntry("auto.offset.reset", "earliest");
        await().untilAsserted(() -> assertThat(bindings.queryState(binding))
                .hasSize(Channel.values().length)
                .allSatisfy(each -> assertThat(each.isRunning()).isTrue()));
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
