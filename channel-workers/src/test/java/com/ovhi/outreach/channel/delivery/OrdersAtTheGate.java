package com.ovhi.outreach.channel.delivery;

import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.Orders;
import com.ovhi.outreach.channel.ProviderStubs;
import com.ovhi.outreach.channel.delivery.GateVerdict.Refused;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Orders that only come to the gate: what it lets through is sent by nobody. */
@ExtendWith(ProviderStubs.class)
abstract class OrdersAtTheGate {

    final SendGate gate;
    final JdbcTemplate jdbc;
    final TransactionTemplate transactions;
    final SettableClock clock;
    final Orders orders;
    private final TestKafka kafka;

    OrdersAtTheGate(
            SendGate gate,
            TestKafka kafka,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            SettableClock clock,
            FieldCipher cipher,
            AddressHash hashes) {
        this.gate = gate;
        this.kafka = kafka;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
        orders = new Orders(cipher, hashes);
    }

    @BeforeEach
    void early() {
        clock.set(SettableClock.START);
    }

    /** The attempts were never meant to be sent; reconciliation need not look for them. */
    @AfterEach
    void forgetAttempts() {
        clock.set(SettableClock.START);
        transactions.executeWithoutResult(
                _ -> jdbc.update(
                        "UPDATE send_intents SET state = 'not_sent', next_look_at = NULL WHERE state IN ('open', 'unknown', 'review')"));
    }

    static List<String> codes(List<GateVerdict> verdicts) {
        return verdicts.stream().map(OrdersAtTheGate::code).toList();
    }

    static String code(GateVerdict verdict) {
        return verdict instanceof Refused(var reason) ? reason.code() : verdict.toString();
    }

    long patient(boolean allowed) {
        var patient = Orders.newPatient();
        allow(patient, 1, allowed);
        return patient;
    }

    void allow(long patient, long version, boolean allowed) {
        kafka.publish(Topics.PREFERENCE, Long.toString(patient), orders.preferences(patient, version, allowed));
        await().until(() ->
                count("SELECT COUNT(*) FROM send_permissions WHERE patient_id = ? AND version = ?", patient, version)
                        == 3);
    }

    /** What the suite is told of an order's job, in this state. */
    DeliveryReported report(DispatchOrdered order, DeliveryState state) {
        return kafka.await(
                Topics.DELIVERY, DeliveryReported.class, it -> order.jobId().equals(it.jobId()) && it.state() == state);
    }

    /** How much the suite was told, or will be, of an order's job. */
    int reports(DispatchOrdered order) {
        return count(
                "SELECT COUNT(*) FROM outbox WHERE topic = ? AND event_key = ?",
                Topics.DELIVERY,
                order.jobId().toString());
    }

    int count(String sql, Object... arguments) {
        var value = transactions.execute(_ -> jdbc.queryForObject(sql, Integer.class, arguments));
        return value == null ? 0 : value;
    }
}
