package com.ovhi.outreach.channel;

import static com.ovhi.outreach.channel.ProviderStubs.TWILIO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.gateway.FakeProvider.Json;
import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** From order to outcome, against real servers and providers that speak the real wire formats. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class DeliveryServiceTests {

    private final Suite suite;

    DeliveryServiceTests(ApplicationContext context, @LocalServerPort int port) {
        suite = new Suite(context, port);
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void sendsAndReports(Channel channel) {
        var patient = suite.patient();
        var order = suite.orders().order(patient, channel);

        suite.dispatch(order);

        var accepted = suite.report(order, DeliveryState.ACCEPTED);
        assertThat(accepted.providerMessageId()).isNotBlank();
        assertThat(accepted.attempt()).isEqualTo(1);
        assertThat(accepted.patientId()).isEqualTo(patient);
        assertThat(suite.reports(order))
                .as("a quick call is not worth a report of its own")
                .hasSize(1);
        assertThat(Suite.calls(order)).hasSize(1);
        assertThat(suite.state(order)).isEqualTo("accepted");
        assertThat(suite.string("SELECT content FROM send_intents WHERE job_id = ?", order))
                .isNull();
        assertThat(suite.string("SELECT state FROM contact_slots WHERE slot_id = ?", order.slotId()))
                .isEqualTo("sent");
        var audit = suite.kafka()
                .await(
                        Topics.AUDIT,
                        AuditRecorded.class,
                        it -> order.jobId().toString().equals(it.details().get("job_id")));
        assertThat(audit.details()).containsEntry("outcome", "accepted").containsEntry("consent_version", "1");
    }

    @Test
    void sendsNothingThatWasCalledOffAfterItHadLeftTheScheduler() {
        var patient = suite.patient();
        var order = suite.orders().order(patient, Channel.SMS);
        suite.kafka()
                .publish(
                        Topics.SCHEDULE,
                        Long.toString(patient),
                        new ContactWithdrawn(order.jobId(), order.organizationId(), patient, "visit-cancelled"));
        await().untilAsserted(
                        () -> assertThat(suite.number("SELECT COUNT(*) FROM withdrawn_jobs WHERE job_id = ?", order))
                                .isEqualTo(1));

        suite.dispatch(order);

        assertThat(suite.report(order, DeliveryState.NOT_SENT).failureCode()).isEqualTo("cancelled");
        assertThat(Suite.calls(order)).isEmpty();
    }

    @Test
    void doesNothingWhenTheSameOrderComesAgain() {
        var order = suite.orders().order(suite.patient(), Channel.SMS);

        suite.dispatch(order);
        suite.dispatch(order);
        suite.report(order, DeliveryState.ACCEPTED);
        suite.dispatch(order);
        suite.settled(suite.orders().order(order.patientId(), Channel.SMS));

        assertThat(Suite.calls(order)).hasSize(1);
        assertThat(suite.reports(order))
                .extracting(DeliveryReported::state)
                .as("whoever asks again has missed the answer")
                .filteredOn(state -> state == DeliveryState.ACCEPTED)
                .hasSizeBetween(2, 3);
    }

    @Test
    void saysAgainWhatCameOfAnAttemptThatFailed() {
        TWILIO.answer(400, "{\"code\":21211,\"message\":\"Invalid\",\"status\":400}");
        var order = suite.orders().order(suite.patient(), Channel.SMS);
        suite.dispatch(order);
        var first = suite.report(order, DeliveryState.NOT_SENT);

        suite.dispatch(order);

        await().untilAsserted(() -> assertThat(suite.reports(order))
                .filteredOn(each -> each.state() == DeliveryState.NOT_SENT)
                .hasSize(2)
                .allSatisfy(each -> {
                    assertThat(each.failureClass()).isEqualTo(first.failureClass());
                    assertThat(each.failureCode()).isEqualTo(first.failureCode());
                    assertThat(each.attempt()).isEqualTo(1);
                }));
        assertThat(Suite.calls(order)).hasSize(1);
    }

    @Test
    void tellsOfACallThatTakesLong() {
        var order = suite.orders().order(suite.patient(), Channel.SMS);
        TWILIO.behave(request -> {
            java.util.concurrent.locks.LockSupport.parkNanos(
                    java.time.Duration.ofMillis(2_500).toNanos());
            return ProviderStubs.accepted(request);
        });

        suite.dispatch(order);

        suite.report(order, DeliveryState.ACCEPTED);
        assertThat(suite.reports(order))
                .extracting(DeliveryReported::state)
                .containsExactly(DeliveryState.PROCESSING, DeliveryState.ACCEPTED);
    }

    @Test
    void waitsForPermissionThatIsNotKnownYet() {
        var patient = Orders.newPatient();
        var order = suite.orders().order(patient, Channel.SMS);

        suite.dispatch(order);

        assertThat(suite.refusal(order)).isEqualTo("permission-unknown");
        assertThat(suite.report(order, DeliveryState.NOT_SENT).failureClass()).isEqualTo(FailureClass.PARKED);
        suite.allow(patient, 1, true);
        suite.dispatch(order);
        suite.report(order, DeliveryState.ACCEPTED);
    }

    @Test
    void sendsNothingToWhoOptedOut() {
        var patient = suite.patient();
        suite.allow(patient, 2, false);
        var order = suite.orders().order(patient, Channel.EMAIL);

        suite.dispatch(order);

        assertThat(suite.refusal(order)).isEqualTo("opted-out");
        assertThat(suite.report(order, DeliveryState.NOT_SENT).failureClass()).isEqualTo(FailureClass.REFUSED);
        var audit = suite.kafka()
                .await(
                        Topics.AUDIT,
                        AuditRecorded.class,
                        it -> order.jobId().toString().equals(it.details().get("job_id")));
        assertThat(audit.details()).containsEntry("outcome", "refused").containsEntry("reason", "opted-out");
        assertThat(Suite.calls(order)).isEmpty();
    }

    @Test
    void takesAPreferenceThatCannotBeReadForAnOptOutUntilThereIsANewerOne() {
        var patient = suite.patient();
        suite.kafka()
                .publish(Topics.PREFERENCE, Long.toString(patient), "preference.changed", "{\"patient_id\": \"?\"}");
        await().until(() -> suite.integer(
                        "SELECT COUNT(*) FROM send_permissions WHERE patient_id = ? AND transactional = 1", patient)
                == 0);
        var order = suite.orders().order(patient, Channel.SMS);

        suite.dispatch(order);

        assertThat(suite.refusal(order)).isEqualTo("opted-out");
        suite.allow(patient, 3, true);
        var next = suite.orders().order(patient, Channel.SMS);
        suite.dispatch(next);
        suite.report(next, DeliveryState.ACCEPTED);
    }

    @Test
    void takesASuppressionThatCannotBeReadForOne() {
        var patient = suite.patient();
        var hash = suite.orders().hash(patient, Channel.SMS);
        suite.kafka().publish(Topics.SUPPRESSION, hash + ".sms", "suppression.changed", "{}");
        await().until(() ->
                suite.integer("SELECT COUNT(*) FROM suppressions WHERE address_hash = ? AND suppression = 'all'", hash)
                        == 1);
        var order = suite.orders().order(patient, Channel.SMS);

        suite.dispatch(order);

        assertThat(suite.refusal(order)).isEqualTo("suppressed");
    }

    @Test
    void doesNotLetAnOldPreferenceUndoANewerOne() {
        var patient = suite.patient();
        suite.allow(patient, 5, false);
        suite.kafka()
                .publish(
                        Topics.PREFERENCE,
                        Long.toString(patient),
                        suite.orders().preferences(patient, 4, true));
        suite.allow(patient, 6, false);
        var order = suite.orders().order(patient, Channel.SMS);

        suite.dispatch(order);

        assertThat(suite.refusal(order)).isEqualTo("opted-out");
    }

    @Test
    void sendsNothingToASuppressedAddressWhicheverEventComesFirst() {
        var known = suite.patient();
        suite.suppress(known);
        var order = suite.orders().order(known, Channel.SMS);
        suite.dispatch(order);
        assertThat(suite.refusal(order)).isEqualTo("suppressed");

        var later = Orders.newPatient();
        suite.suppress(later);
        suite.allow(later, 1, true);
        var second = suite.orders().order(later, Channel.SMS);
        suite.dispatch(second);
        assertThat(suite.refusal(second)).isEqualTo("suppressed");
    }

    @Test
    void failsAnOrderItCannotRead() {
        var order = suite.orders().order(suite.patient(), Channel.SMS);
        var unreadable = new DispatchOrdered(
                order.jobId(),
                order.slotId(),
                order.organizationId(),
                order.patientId(),
                order.purpose(),
                order.channel(),
                order.attempt(),
                order.deadline(),
                order.marketing(),
                new Sealed("bm90IG91cnM"));

        suite.dispatch(unreadable);

        assertThat(suite.refusal(order)).isEqualTo("content-unreadable");
    }

    @Test
    void opensANewAttemptAfterADefiniteFailure() {
        var patient = suite.patient();
        var order = suite.orders().order(patient, Channel.SMS);
        TWILIO.behave(request -> new Json(429, Map.of(), "{\"code\":20429,\"status\":429,\"message\":\"slow\"}"));
        suite.dispatch(order);
        assertThat(suite.refusal(order)).isEqualTo("20429");

        ProviderStubs.friendly();
        suite.awaitOpen(patient, Channel.SMS);
        var again = suite.orders().order(patient, Channel.SMS, order.jobId(), order.slotId(), 2);
        suite.dispatch(again);

        suite.kafka()
                .await(
                        Topics.DELIVERY,
                        DeliveryReported.class,
                        it -> order.jobId().equals(it.jobId())
                                && it.state() == DeliveryState.ACCEPTED
                                && 2 == Suite.attempt(it));
    }
}
