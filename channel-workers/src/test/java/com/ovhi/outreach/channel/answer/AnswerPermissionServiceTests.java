package com.ovhi.outreach.channel.answer;

import static com.ovhi.outreach.channel.answer.Correspondents.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.Orders;
import com.ovhi.outreach.channel.ProviderStubs;
import com.ovhi.outreach.common.contract.AnswerOrdered;
import com.ovhi.outreach.common.contract.AnswerReported.Outcome;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.cloud.stream.binding.BindingsLifecycleController.State;
import org.springframework.context.ApplicationContext;

/** What may be answered to whom, as permissions, opt-outs and the service window say. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class AnswerPermissionServiceTests {

    private static final String PERMISSIONS = "permissionEvents-in-0";

    private final TestKafka kafka;
    private final SettableClock clock;
    private final BindingsLifecycleController bindings;
    private final Correspondents people;

    AnswerPermissionServiceTests(
            TestKafka kafka, SettableClock clock, BindingsLifecycleController bindings, ApplicationContext context) {
        this.kafka = kafka;
        this.clock = clock;
        this.bindings = bindings;
        people = new Correspondents(context);
    }

    @Test
    void tellsWhoseAddressItIsThatAProviderRefuses() {
        ProviderStubs.TWILIO.answer(400, "{\"code\": 21610, \"message\": \"stopped\", \"status\": 400}");
        var order = people.order(AnswerKind.HELP, people.patient(), Channel.SMS);

        assertThat(people.outcome(order)).isEqualTo("not_sent 21610");

        var told = kafka.await(
                Topics.DELIVERY, DeliveryReported.class, it -> order.answerId().equals(it.jobId()));
        assertThat(told.patientId()).isEqualTo(order.patientId());
        assertThat(told.failureClass()).isEqualTo(FailureClass.OPTOUT);
        assertThat(told.ofAnswer()).isTrue();
    }

    @Test
    void afterStopOnlyWhatIsOwedIsSent() {
        var patient = people.patient();
        people.suppress(patient, Channel.SMS, true, 1, "stop");
        people.allow(patient, 2, false);

        assertThat(people.outcome(people.order(AnswerKind.STOP_CONFIRMATION, patient, Channel.SMS)))
                .isEqualTo("accepted");
        assertThat(people.outcome(people.order(AnswerKind.STOP_CONFIRMATION, patient, Channel.SMS)))
                .isEqualTo("refused already-confirmed");
        assertThat(people.outcome(people.order(AnswerKind.HELP, patient, Channel.SMS)))
                .isEqualTo("accepted");
        assertThat(people.outcome(people.order(AnswerKind.RECEIPT, patient, Channel.SMS)))
                .isEqualTo("refused opted-out");
        assertThat(people.outcome(people.order(AnswerKind.STAFF, patient, Channel.SMS)))
                .isEqualTo("refused opted-out");
        var late = people.order(
                AnswerKind.HELP,
                patient,
                Channel.SMS,
                Ids.next(),
                clock.instant().minus(Duration.ofMinutes(5)));
        assertThat(people.outcome(late)).isEqualTo("refused too-late");
        assertThat(people.outcome(people.order(AnswerKind.EMERGENCY, patient, Channel.SMS)))
                .isEqualTo("accepted");
    }

    @Test
    void startIsConfirmedOnceThePermissionIsOpenAgainAndThenAnotherStopIsToo() {
        var patient = people.patient();
        people.suppress(patient, Channel.SMS, true, 1, "stop");
        people.allow(patient, 2, false);
        assertThat(people.outcome(people.order(AnswerKind.STOP_CONFIRMATION, patient, Channel.SMS)))
                .isEqualTo("accepted");
        clock.advance(Duration.ofMinutes(2));
        var order = people.order(AnswerKind.START_CONFIRMATION, patient, Channel.SMS);

        people.publish(order);

        await().atMost(Duration.ofSeconds(20)).until(() -> "permission-not-open".equals(people.column("code", order)));
        assertThat(calls(order)).isEmpty();
        people.suppress(patient, Channel.SMS, false, 2, "stop");
        people.allow(patient, 3, true);
        assertThat(people.report(order).outcome()).isEqualTo(Outcome.ACCEPTED);
        clock.advance(Duration.ofMinutes(2));
        assertThat(people.outcome(people.order(AnswerKind.STOP_CONFIRMATION, patient, Channel.SMS)))
                .isEqualTo("accepted");
    }

    @Test
    void aStopThatPermissionsDoNotShowYetCountsFromTheOrderOfItsConfirmationOn() {
        var patient = people.patient();
        assertThat(people.outcome(people.order(AnswerKind.STOP_CONFIRMATION, patient, Channel.SMS)))
                .isEqualTo("accepted");
        clock.advance(Duration.ofSeconds(3));

        assertThat(people.outcome(people.order(AnswerKind.RECEIPT, patient, Channel.SMS)))
                .isEqualTo("refused opted-out");
    }

    /** The provider has confirmed it, or an emergency came first: no confirmation is ordered. */
    @Test
    void aStopCountsFromTheMomentItIsUnderstoodWithoutAConfirmation() {
        var patient = people.patient();

        people.understood(patient, Channel.SMS, Intent.STOP);

        assertThat(people.outcome(people.order(AnswerKind.RECEIPT, patient, Channel.SMS)))
                .isEqualTo("refused opted-out");
        assertThat(people.outcome(people.order(AnswerKind.HELP, patient, Channel.SMS)))
                .isEqualTo("accepted");
        clock.advance(Duration.ofSeconds(3));
        people.understood(patient, Channel.SMS, Intent.START);
        assertThat(people.outcome(people.order(AnswerKind.CLARIFICATION, patient, Channel.SMS)))
                .isEqualTo("accepted");
    }

    @Test
    void waitsForPermissionsOfAPatientOfWhomItHasNotHeard() {
        var patient = Orders.newPatient();
        var order = people.order(AnswerKind.CLARIFICATION, patient, Channel.SMS);
        people.publish(order);
        await().atMost(Duration.ofSeconds(20)).until(() -> "permission-unknown".equals(people.column("code", order)));
        assertThat(calls(order)).isEmpty();

        people.allow(patient, 1, true);

        assertThat(people.report(order).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void sendsFreeTextOnWhatsAppOnlyInTheWindow() {
        var patient = people.patient();
        var old = people.order(
                AnswerKind.STAFF,
                patient,
                Channel.WHATSAPP,
                Ids.next(),
                clock.instant().minus(Duration.ofHours(24)));
        var order = new AnswerOrdered(
                old.answerId(),
                old.kind(),
                old.inboundId(),
                old.askedAt(),
                old.organizationId(),
                old.patientId(),
                old.channel(),
                old.addressHash(),
                clock.instant().plus(Duration.ofHours(1)),
                old.content());

        assertThat(people.outcome(order)).isEqualTo("refused window-closed");

        people.settled(people.order(AnswerKind.RECEIPT, patient, Channel.WHATSAPP));
        var again = people.order(AnswerKind.STAFF, patient, Channel.WHATSAPP);
        assertThat(people.outcome(again)).isEqualTo("accepted");
    }

    /** A projection that hangs keeps back what an opt-out may forbid, and nothing else. */
    @Test
    void whatIsOwedWaitsForNoNewsOfPermissions() {
        var asks = people.patient();
        var stops = people.patient();
        var receipt = people.order(AnswerKind.RECEIPT, people.patient(), Channel.SMS);
        bindings.changeState(PERMISSIONS, State.STOPPED);
        try {
            people.tell(Orders.newPatient(), 1, true);
            people.publish(receipt);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> "permissions-behind".equals(people.column("code", receipt)));

            assertThat(people.outcome(people.order(AnswerKind.HELP, asks, Channel.SMS)))
                    .isEqualTo("accepted");
            assertThat(people.outcome(people.order(AnswerKind.STOP_CONFIRMATION, stops, Channel.SMS)))
                    .isEqualTo("accepted");
            assertThat(calls(receipt)).isEmpty();
        } finally {
            bindings.changeState(PERMISSIONS, State.STARTED);
        }
        assertThat(people.report(receipt).outcome()).isEqualTo(Outcome.ACCEPTED);
    }
}
