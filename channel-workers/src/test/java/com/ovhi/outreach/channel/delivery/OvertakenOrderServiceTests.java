package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.Orders;
import com.ovhi.outreach.channel.delivery.GateVerdict.Passed;
import com.ovhi.outreach.channel.delivery.GateVerdict.Repeated;
import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.intent.Refusal;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * An order that was turned away, left no trace, and comes again after a later attempt: read once more by another worker, or given by
 * a scheduler whose database was put back to an earlier time, which would give it for ever if nobody answered.
 */
@ServiceTest(schema = "ovhi_channel")
class OvertakenOrderServiceTests extends OrdersAtTheGate {

    private static final Account MAIN = Account.main(Provider.TWILIO);

    OvertakenOrderServiceTests(
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
    void opensNoAttemptAfterALaterOneThatWasNotSentAndAsksForTheNext() {
        var turnedAway = orders.order(patient(true), Channel.SMS);
        laterAttempt(turnedAway);
        forgetAttempts();
        free(turnedAway);

        assertThat(codes(pass(turnedAway))).containsExactly("overtaken");

        assertThat(opened(turnedAway)).isEqualTo(1);
        var told = report(turnedAway, DeliveryState.NOT_SENT);
        assertThat(told.attempt()).isEqualTo(1);
        assertThat(told.failureClass()).as("no end of the job").isEqualTo(FailureClass.PARKED);
        assertThat(told.failureCode()).isEqualTo("overtaken");
        assertThat(told.retryAfterMillis()).isEqualTo(1_000);
        assertThat(pass(attempt(turnedAway, 3)).getFirst()).isInstanceOf(Passed.class);
    }

    @Test
    void whatStandsAgainstItNowIsNotToldOfItsJob() {
        var turnedAway = orders.order(patient(true), Channel.SMS);
        laterAttempt(turnedAway);
        forgetAttempts();

        var refused = gate.refuse(
                List.of(new Refusal(turnedAway, NotSent.refused(FailureClass.CONFIG, "content-unreadable"))));

        assertThat(refused).singleElement().satisfies(each -> {
            assertThat(each.order()).isEqualTo(turnedAway);
            assertThat(each.reason().failureClass()).isEqualTo(FailureClass.PARKED);
            assertThat(each.reason().code()).isEqualTo("overtaken");
        });
        assertThat(report(turnedAway, DeliveryState.NOT_SENT).failureCode()).isEqualTo("overtaken");
    }

    @ParameterizedTest
    @CsvSource({"accepted, ACCEPTED", "unknown, UNKNOWN", "review, UNKNOWN"})
    void whatIsOrMayBeAtTheProviderIsToldInstead(String state, DeliveryState told) {
        var turnedAway = orders.order(patient(true), Channel.SMS);
        laterAttempt(turnedAway);
        transactions.executeWithoutResult(_ -> jdbc.update(
                "UPDATE send_intents SET state = ?, next_look_at = NULL WHERE job_id = ?",
                state,
                turnedAway.jobId().toString()));

        assertThat(pass(turnedAway)).containsExactly(new Repeated());

        assertThat(report(turnedAway, told).attempt()).isEqualTo(2);
        assertThat(reports(turnedAway)).as("nothing of the earlier attempt").isEqualTo(1);
    }

    @Test
    void whatIsUnderWayWillBeTold() {
        var turnedAway = orders.order(patient(true), Channel.SMS);
        laterAttempt(turnedAway);

        assertThat(pass(turnedAway)).containsExactly(new Repeated());

        assertThat(reports(turnedAway)).isZero();
    }

    @Test
    void anAttemptThatIsTurnedAwayWithALaterOneIsAnsweredByThat() {
        var unknown = orders.order(Orders.newPatient(), Channel.SMS);

        var verdicts = gate.pass(
                List.of(Applicants.of(orders, attempt(unknown, 2)), Applicants.of(orders, unknown)), MAIN, _ -> {});

        assertThat(codes(verdicts.subList(0, 1))).containsExactly("permission-unknown");
        assertThat(verdicts.get(1)).isEqualTo(new Repeated());
        assertThat(reports(unknown)).isEqualTo(1);
    }

    private void laterAttempt(DispatchOrdered order) {
        assertThat(pass(attempt(order, 2)).getFirst()).isInstanceOf(Passed.class);
    }

    private DispatchOrdered attempt(DispatchOrdered order, int attempt) {
        return orders.order(order.patientId(), Channel.SMS, order.jobId(), order.slotId(), attempt);
    }

    private List<GateVerdict> pass(DispatchOrdered order) {
        return gate.pass(List.of(Applicants.of(orders, order)), MAIN, _ -> {});
    }

    private void free(DispatchOrdered order) {
        transactions.executeWithoutResult(_ -> jdbc.update(
                "UPDATE contact_slots SET state = 'free', open_attempt = NULL WHERE slot_id = ?",
                order.slotId().toString()));
    }

    private int opened(DispatchOrdered order) {
        return count(
                "SELECT COUNT(*) FROM send_intents WHERE job_id = ?",
                order.jobId().toString());
    }
}
