package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.Orders;
import com.ovhi.outreach.channel.ProviderStubs;
import com.ovhi.outreach.channel.delivery.GateVerdict.Passed;
import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.SuppressionChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A STOP that arrives in the middle of many sends to the same patient. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class StopRaceServiceTests {

    private static final Account MAIN = Account.main(Provider.TWILIO);

    private static final int SENDERS = 8;
    private static final int SENDS = 100;
    private static final int BATCH = 3;

    private final SendGate gate;
    private final TestKafka kafka;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Orders orders;

    StopRaceServiceTests(
            SendGate gate,
            TestKafka kafka,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactionManager,
            FieldCipher cipher,
            AddressHash hashes) {
        this.gate = gate;
        this.kafka = kafka;
        this.jdbc = jdbc;
        transactions = new TransactionTemplate(transactionManager);
        orders = new Orders(cipher, hashes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 40})
    void noIntentIsCommittedAfterTheStop(int before) throws Exception {
        var patient = Orders.newPatient();
        kafka.publish(Topics.PREFERENCE, Long.toString(patient), orders.preferences(patient, 1, true));
        await().until(() -> count("SELECT COUNT(*) FROM send_permissions WHERE patient_id = ?", patient) == 3);

        var passed = race(patient, before);

        assertThat(count(
                        "SELECT COUNT(*) FROM permission_changes WHERE patient_id = ? AND suppression = 'all'",
                        patient))
                .isEqualTo(1);
        assertThat(count("""
                        SELECT COUNT(*) FROM send_intents i JOIN permission_changes c
                            ON c.patient_id = i.patient_id AND c.channel = i.channel
                        WHERE i.patient_id = ? AND c.suppression = 'all' AND i.seq > c.last_intent_seq""", patient)).as("intents after the STOP").isZero();
        assertThat(count("SELECT COUNT(*) FROM send_intents WHERE patient_id = ?", patient))
                .isEqualTo(passed)
                .isGreaterThanOrEqualTo(before);
        assertThat(pass(patient)).isZero();
    }

    @Test
    void oneAttemptOfASlotIsOpenedHoweverManyTry() throws Exception {
        var patient = Orders.newPatient();
        kafka.publish(Topics.PREFERENCE, Long.toString(patient), orders.preferences(patient, 1, true));
        await().until(() -> count("SELECT COUNT(*) FROM send_permissions WHERE patient_id = ?", patient) == 3);
        var first = orders.order(patient, Channel.EMAIL);
        var passed = new AtomicInteger();

        inParallel(() -> {
            for (var i = 0; i < 5; i++) {
                var job = com.ovhi.outreach.common.ids.Ids.next();
                var order = orders.order(patient, Channel.EMAIL, job, first.slotId(), 1);
                if (gate.pass(List.of(applicant(order)), MAIN, _ -> {}).getFirst() instanceof Passed) {
                    passed.incrementAndGet();
                }
            }
            return 0;
        });

        assertThat(passed).hasValue(1);
    }

    /** Sends until every sender was refused; the STOP comes after so many have passed. Returns how many passed. */
    private int race(long patient, int before) throws Exception {
        var passed = new AtomicInteger();
        var tried = new AtomicInteger();
        var stopper = Executors.newVirtualThreadPerTaskExecutor();
        try (stopper) {
            var stop = stopper.submit(() -> {
                await().atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> passed.get() >= before);
                stop(patient);
                return 0;
            });
            inParallel(() -> {
                while (tried.incrementAndGet() <= SENDS || !stop.isDone()) {
                    passed.addAndGet(pass(patient));
                }
                return 0;
            });
            stop.get();
        }
        await().until(() -> !pass(patient, passed));
        return passed.get();
    }

    private boolean pass(long patient, AtomicInteger passed) {
        var sent = pass(patient);
        passed.addAndGet(sent);
        return sent > 0;
    }

    /** Tries a batch; returns how many passed. */
    private int pass(long patient) {
        var batch = IntStream.range(0, BATCH)
                .mapToObj(i -> applicant(orders.order(patient, Channel.SMS)))
                .toList();
        return Math.toIntExact(gate.pass(batch, MAIN, _ -> {}).stream()
                .filter(Passed.class::isInstance)
                .count());
    }

    private Applicant applicant(DispatchOrdered order) {
        return Applicants.of(orders, order);
    }

    private void stop(long patient) {
        var hash = orders.hash(patient, Channel.SMS);
        kafka.publish(
                Topics.SUPPRESSION,
                hash,
                new SuppressionChanged(hash, Channel.SMS, true, false, 1, "stop", SettableClock.START));
    }

    private static void inParallel(Callable<Integer> work) throws ExecutionException, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var senders = new ArrayList<Future<Integer>>();
            for (var i = 0; i < SENDERS; i++) {
                senders.add(threads.submit(work));
            }
            for (var sender : senders) {
                sender.get();
            }
        }
    }

    /** The attempts were never meant to be sent; reconciliation need not look for them. */
    @AfterEach
    void forgetAttempts() {
        transactions.executeWithoutResult(_ -> jdbc.update(
                "UPDATE send_intents SET state = 'not_sent', next_look_at = NULL WHERE state IN ('open', 'unknown')"));
    }

    private int count(String sql, Object... arguments) {
        var value = transactions.execute(_ -> jdbc.queryForObject(sql, Integer.class, arguments));
        return value == null ? 0 : value;
    }
}
