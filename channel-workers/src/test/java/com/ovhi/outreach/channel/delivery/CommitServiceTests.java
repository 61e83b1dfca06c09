package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import com.ovhi.outreach.channel.Orders;
import com.ovhi.outreach.channel.ProviderStubs;
import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.Contents;
import com.ovhi.outreach.channel.intent.CallJournal;
import com.ovhi.outreach.channel.intent.OutcomeWriter;
import com.ovhi.outreach.channel.intent.ReconciliationProperties;
import com.ovhi.outreach.channel.permission.GateStaleness;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.time.Pace;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/** The database commits what passed the gate, and this process does not hear of it. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class CommitServiceTests {

    private final SendGate gate;
    private final Delivery delivery;
    private final CallPlaces places;
    private final GateStaleness staleness;
    private final TestKafka kafka;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final SettableClock clock;
    private final Orders orders;
    private final SendGate deaf = mock(SendGate.class);

    CommitServiceTests(
            SendGate gate,
            Routes routes,
            ProviderCalls calls,
            CallPlaces places,
            OutcomeWriter outcomes,
            GateStaleness staleness,
            SlowCalls slow,
            CallJournal journal,
            Contents contents,
            FieldCipher cipher,
            AddressHash hashes,
            CallLimits limits,
            ReconciliationProperties reconciliation,
            Pace pace,
            MeterRegistry meters,
            TestKafka kafka,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            SettableClock clock) {
        this.gate = gate;
        this.places = places;
        this.staleness = staleness;
        this.kafka = kafka;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
        orders = new Orders(cipher, hashes);
        delivery = new Delivery(
                deaf,
                staleness,
                routes,
                calls,
                outcomes,
                slow,
                journal,
                contents,
                limits,
                reconciliation,
                clock,
                pace,
                meters);
    }

    @BeforeEach
    void early() {
        clock.set(SettableClock.START);
    }

    @Test
    void whoKnowsThatNobodyWasCalledSaysSo() throws InterruptedException {
        doAnswer(call -> {
                    gate.pass(call.getArgument(0), call.getArgument(1), call.getArgument(2));
                    throw new TransactionSystemException("connection lost in commit");
                })
                .when(deaf)
                .pass(any(), any(), any());
        var order = orders.order(willing(), Channel.SMS);
        await().until(staleness::isOpen);

        assertThatThrownBy(() -> delivery.deliver(Lane.PRIORITY, List.of(order)))
                .isInstanceOf(TransactionSystemException.class);

        await().untilAsserted(() -> assertThat(outcome(order)).isEqualTo("not_sent parked not-called"));
        assertThat(places.awaitAllFree(Duration.ofSeconds(10))).isTrue();
    }

    private @Nullable String outcome(DispatchOrdered order) {
        return transactions.execute(_ -> jdbc.queryForObject(
                "SELECT CONCAT_WS(' ', state, failure_class, failure_code) FROM send_intents WHERE job_id = ?",
                String.class,
                order.jobId().toString()));
    }

    private long willing() {
        var patient = Orders.newPatient();
        kafka.publish(Topics.PREFERENCE, Long.toString(patient), orders.preferences(patient, 1, true));
        await().until(() -> Integer.valueOf(3)
                .equals(transactions.execute(_ -> jdbc.queryForObject(
                        "SELECT COUNT(*) FROM send_permissions WHERE patient_id = ?", Integer.class, patient))));
        return patient;
    }
}
