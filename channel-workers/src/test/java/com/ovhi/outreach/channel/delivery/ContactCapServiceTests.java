package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.delivery.GateVerdict.Passed;
import com.ovhi.outreach.channel.delivery.GateVerdict.Refused;
import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.common.contract.ContactAllowance;
import com.ovhi.outreach.common.contract.ContactAllowance.Limit;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** How many messages a patient gets at most, whatever was planned and whenever it is released. */
@ServiceTest(schema = "ovhi_channel")
class ContactCapServiceTests extends OrdersAtTheGate {

    private static final int DAY = 1_425;
    private static final ContactAllowance ROUTINE =
            new ContactAllowance("routine", List.of(new Limit(DAY, 2, List.of("routine"))));
    private static final ContactAllowance URGENT = new ContactAllowance("urgent", List.of());

    ContactCapServiceTests(
            SendGate gate,
            TestKafka kafka,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            SettableClock clock,
            FieldCipher cipher,
            AddressHash hashes) {
        super(gate, kafka, jdbc, transactions, clock, cipher, hashes);
    }

    /** As after an outage: everything is released at the same moment, on all channels, by several workers. */
    @Test
    void ofAllThatIsReleasedAtOnceNoMorePassesThanThereIsRoomFor() throws Exception {
        var patients = List.of(patient(true), patient(true), patient(true));
        var begin = new CountDownLatch(1);
        var releases = new ArrayList<Callable<List<GateVerdict>>>();
        for (var i = 0; i < 8; i++) {
            var channel = i % 2 == 0 ? Channel.SMS : Channel.EMAIL;
            releases.add(() -> {
                begin.await();
                return pass(channel, patients, ROUTINE);
            });
        }

        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = releases.stream().map(workers::submit).toList();
            begin.countDown();
            for (var each : running) {
                assertThat(each.get())
                        .allSatisfy(verdict -> assertThat(verdict)
                                .satisfiesAnyOf(
                                        passed -> assertThat(passed).isInstanceOf(Passed.class),
                                        refused -> assertThat(code(refused)).isEqualTo("contact-cap")));
            }
        }

        assertThat(patients).allSatisfy(each -> assertThat(opened(each)).isEqualTo(2));
    }

    @Test
    void whatFindsNoRoomWaitsUntilThereIsSomeWithoutAnAttempt() {
        var patient = List.of(patient(true));
        pass(Channel.SMS, patient, ROUTINE);
        clock.set(SettableClock.START.plus(Duration.ofMinutes(10)));
        pass(Channel.EMAIL, patient, ROUTINE);

        var refused = pass(Channel.SMS, patient, ROUTINE).getFirst();

        assertThat(refused).isInstanceOfSatisfying(Refused.class, each -> {
            assertThat(each.reason().failureClass()).isEqualTo(FailureClass.PARKED);
            assertThat(each.reason().retryAfter()).isEqualTo(Duration.ofMinutes(DAY - 10));
        });
        assertThat(pass(Channel.SMS, patient, URGENT).getFirst())
                .as("urgent ones have an allowance of their own")
                .isInstanceOf(Passed.class);
        assertThat(opened(patient.getFirst())).isEqualTo(3);
    }

    @Test
    void whatWasNotSentTakesNoRoom() {
        var patient = List.of(patient(true));
        pass(Channel.SMS, patient, ROUTINE);
        pass(Channel.SMS, patient, ROUTINE);
        transactions.executeWithoutResult(_ -> jdbc.update(
                "UPDATE send_intents SET state = 'not_sent' WHERE patient_id = ? ORDER BY seq LIMIT 1",
                patient.getFirst()));

        assertThat(pass(Channel.SMS, patient, ROUTINE).getFirst()).isInstanceOf(Passed.class);
        assertThat(code(pass(Channel.SMS, patient, ROUTINE).getFirst())).isEqualTo("contact-cap");
    }

    private List<GateVerdict> pass(Channel channel, List<Long> patients, ContactAllowance allowance) {
        return gate.pass(
                patients.stream()
                        .map(each -> Applicants.of(orders, orders.order(each, channel), allowance))
                        .toList(),
                Account.main(Provider.of(channel)),
                _ -> {});
    }

    private int opened(long patient) {
        return count("SELECT COUNT(*) FROM send_intents WHERE patient_id = ?", patient);
    }
}
