package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.Orders;
import com.ovhi.outreach.channel.delivery.GateVerdict.Passed;
import com.ovhi.outreach.channel.delivery.GateVerdict.Repeated;
import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** Many orders at the gate in one transaction: each is judged by itself. */
@ServiceTest(schema = "ovhi_channel")
class BatchGateServiceTests extends OrdersAtTheGate {

    private static final Account MAIN = Account.main(Provider.TWILIO);

    BatchGateServiceTests(
            SendGate gate,
            TestKafka kafka,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            SettableClock clock,
            FieldCipher cipher,
            AddressHash hashes) {
        super(gate, kafka, jdbc, transactions, clock, cipher, hashes);
    }

    @Test
    void judgesEachOfABatchByItself() {
        var unknown = Orders.newPatient();
        var refusing = patient(false);
        var willing = IntStream.range(0, 50).mapToObj(i -> patient(true)).toList();
        var batch = Arrays.asList(new DispatchOrdered[52]);
        batch.set(0, orders.order(unknown, Channel.SMS));
        batch.set(1, orders.order(refusing, Channel.SMS));
        for (var i = 0; i < 50; i++) {
            batch.set(i + 2, orders.order(willing.get(i), Channel.SMS));
        }

        var verdicts = pass(batch);

        assertThat(codes(verdicts.subList(0, 2))).containsExactly("permission-unknown", "opted-out");
        assertThat(verdicts.subList(2, 52)).allSatisfy(each -> assertThat(each).isInstanceOf(Passed.class));
        assertThat(batch.subList(2, 52))
                .allSatisfy(order -> assertThat(opened(order)).isEqualTo(1));
        assertThat(opened(batch.getFirst()) + opened(batch.get(1))).isZero();
    }

    @Test
    void refusesWhoRevokedBetweenTwoBatchesOfOnePoll() {
        var changing = patient(true);
        var other = patient(true);

        var before = pass(List.of(orders.order(changing, Channel.SMS), orders.order(other, Channel.SMS)));
        allow(changing, 2, false);
        var after = pass(List.of(orders.order(changing, Channel.SMS), orders.order(other, Channel.SMS)));

        assertThat(before).allSatisfy(each -> assertThat(each).isInstanceOf(Passed.class));
        assertThat(codes(after.subList(0, 1))).containsExactly("opted-out");
        assertThat(after.get(1)).isInstanceOf(Passed.class);
    }

    @Test
    void opensAnAttemptOnceHoweverOftenItIsInABatch() {
        var order = orders.order(patient(true), Channel.SMS);

        var verdicts = pass(List.of(order, order, order));

        assertThat(verdicts.getFirst()).isInstanceOf(Passed.class);
        assertThat(verdicts.subList(1, 3)).containsExactly(new Repeated(), new Repeated());
        assertThat(pass(List.of(order))).containsExactly(new Repeated());
        assertThat(opened(order)).isEqualTo(1);
    }

    @Test
    void opensOneAttemptOfASlotPerBatch() {
        var patient = patient(true);
        var first = orders.order(patient, Channel.SMS);
        var sameSlot = orders.order(patient, Channel.SMS, Ids.next(), first.slotId(), 1);
        var another = orders.order(patient, Channel.SMS);

        var verdicts = pass(List.of(first, sameSlot, another));

        assertThat(verdicts.getFirst()).isInstanceOf(Passed.class);
        assertThat(codes(verdicts.subList(1, 2))).containsExactly("slot-busy");
        assertThat(verdicts.get(2)).isInstanceOf(Passed.class);
        transactions.executeWithoutResult(_ -> jdbc.update(
                "UPDATE contact_slots SET state = 'sent', open_attempt = NULL WHERE slot_id = ?",
                first.slotId().toString()));
        var late = orders.order(patient, Channel.SMS, Ids.next(), first.slotId(), 1);
        assertThat(codes(pass(List.of(late)))).containsExactly("already-contacted");
    }

    @Test
    void refusesWhatIsTooLateAndLetsTheOthersPass() {
        var order = orders.order(patient(true), Channel.SMS);
        clock.set(order.deadline());
        var late = pass(List.of(order));
        clock.set(SettableClock.START);

        assertThat(codes(late)).containsExactly("deadline-passed");
        assertThat(pass(List.of(order)).getFirst()).isInstanceOf(Passed.class);
    }

    private List<GateVerdict> pass(List<DispatchOrdered> batch) {
        return gate.pass(
                batch.stream().map(order -> Applicants.of(orders, order)).toList(), MAIN, _ -> {});
    }

    private int opened(DispatchOrdered order) {
        return count(
                "SELECT COUNT(*) FROM send_intents WHERE job_id = ?",
                order.jobId().toString());
    }
}
