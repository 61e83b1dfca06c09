package com.ovhi.outreach.preference.optout;

import static com.ovhi.outreach.preference.Patients.AT;
import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static com.ovhi.outreach.preference.optout.SuppressionCalls.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.SuppressionChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who may open an address again, for whom, and for which reasons. */
@ServiceTest(schema = "ovhi_preference")
class LiftingServiceTests {

    private final TestKafka kafka;
    private final SettableClock clock;
    private final Api api;
    private final SuppressionCalls calls;
    private final String staff;
    private final String compliance;
    private final String ops;
    private final String phone = freshPhone();
    private final String hash;

    LiftingServiceTests(
            TestKafka kafka, TestTokens tokens, AddressHash hashes, SettableClock clock, @LocalServerPort int port) {
        this.kafka = kafka;
        this.clock = clock;
        api = new Api(port, tokens);
        staff = api.staff(ORGANIZATION);
        compliance = tokens.bearer(ORGANIZATION, "compliance");
        ops = tokens.bearer(ORGANIZATION, "ops");
        hash = hashes.of(new PhoneNumber(phone));
        calls = new SuppressionCalls(api, hash);
        clock.advance(Duration.ofMinutes(10));
    }

    @Test
    void letsOpsLiftWhatAProviderSaidAndForEverybody() {
        var ours = aPatient().withPhone(phone).register(kafka);
        var theirs = aPatient().in(OTHER).withPhone(phone).register(kafka);
        api.awaitChannel(ours, Channel.SMS, null);
        await().untilAsserted(() -> assertThat(calls.smsReason(theirs)).isEmpty());
        reported(theirs, DeliveryState.FAILED, FailureClass.PERM_ADDR);
        api.awaitChannel(ours, Channel.SMS, "suppressed-undeliverable");
        await().untilAsserted(() -> assertThat(calls.smsReason(theirs)).isEqualTo("suppressed-undeliverable"));
        var gate = kafka.await(
                Topics.SUPPRESSION,
                SuppressionChanged.class,
                each -> each.addressHash().equals(hash) && each.suppressed());
        assertThat(gate.reason()).isEqualTo("undeliverable");
        calls.report("sms", phone, "wrong_number");
        clock.advance(Duration.ofMinutes(1));

        var listed = calls.entry(staff).path("causes");
        assertThat(listed.get(0).path("reason").asString()).isEqualTo("undeliverable");
        assertThat(listed.get(0).path("binds").asString()).isEqualTo("everybody");
        assertThat(listed.get(1).path("binds").asString()).isEqualTo("organization");
        assertThat(calls.remove("undeliverable", compliance).problem()).isEqualTo("binds-everybody");
        assertThat(calls.removeForEverybody("bounce", ops).problem()).isEqualTo("unknown-suppression");
        assertThat(calls.remove("wrong_number", ops).problem()).isEqualTo("binds-everybody");
        assertThat(calls.removeForEverybody("stop", ops).status()).isEqualTo(404);
        api.awaitChannel(ours, Channel.SMS, "suppressed-undeliverable");

        assertThat(calls.removeForEverybody("undeliverable", ops).status()).isEqualTo(200);

        await().untilAsserted(() -> assertThat(calls.smsReason(theirs)).isEmpty());
        api.awaitChannel(ours, Channel.SMS, "suppressed-wrong-number");
        assertThat(calls.remove("wrong_number", staff).status()).isEqualTo(200);
        api.awaitChannel(ours, Channel.SMS, null);
        kafka.await(
                Topics.SUPPRESSION,
                SuppressionChanged.class,
                each -> each.addressHash().equals(hash) && !each.suppressed());
    }

    @Test
    void letsAClinicOpenWhatFailedOnceItsPatientHasConfirmedTheAddress() {
        var ours = aPatient().withPhone(phone).register(kafka);
        var theirs = aPatient().in(OTHER).withPhone(phone).register(kafka);
        api.awaitChannel(ours, Channel.SMS, null);
        await().untilAsserted(() -> assertThat(calls.smsReason(theirs)).isEmpty());
        reported(theirs, DeliveryState.FAILED, FailureClass.PERM_ADDR);
        api.awaitChannel(ours, Channel.SMS, "suppressed-undeliverable");
        clock.advance(Duration.ofMinutes(1));
        var url = "/suppressions/sms/" + hash + "/undeliverable?binds=everybody&because=";
        assertThat(api.delete(url + "patient-request", staff).problem()).isEqualTo("not-confirmed");
        assertThat(api.delete(url + "address-confirmed", api.staff(99)).problem())
                .as("nobody of theirs is there")
                .isEqualTo("unknown-suppression");
        api.awaitChannel(ours, Channel.SMS, "suppressed-undeliverable");

        assertThat(calls.removeForEverybody("undeliverable", staff).status()).isEqualTo(200);

        api.awaitChannel(ours, Channel.SMS, null);
        await().untilAsserted(() -> assertThat(calls.smsReason(theirs)).isEmpty());
        kafka.await(
                Topics.SUPPRESSION,
                SuppressionChanged.class,
                each -> each.addressHash().equals(hash) && !each.suppressed());
        assertThat(lifted(each -> hash.equals(each.details().get("address_hash"))))
                .extracting(
                        AuditRecorded::organizationId,
                        AuditRecorded::actor,
                        each -> each.details().get("because"))
                .containsExactly(ORGANIZATION, "test-caller", "address_confirmed");
        assertThat(lifted(each -> Long.valueOf(ours).equals(each.patientId())).actor())
                .isEqualTo("test-caller");
        assertThat(lifted(each -> Long.valueOf(theirs).equals(each.patientId())).actor())
                .as("who it was is none of their business")
                .isEqualTo("another-organization");
        assertThat(calls.removeForEverybody("undeliverable", staff).status())
                .as("once more")
                .isEqualTo(200);
        var day = clock.instant();
        clock.advance(Duration.ofDays(1));
        reported(ours, DeliveryState.FAILED, FailureClass.PERM_ADDR);
        api.awaitChannel(ours, Channel.SMS, "suppressed-undeliverable");
        clock.advance(Duration.ofDays(29).minusMinutes(1));
        assertThat(calls.removeForEverybody("undeliverable", staff).problem()).isEqualTo("failed-again");
        clock.advance(Duration.ofMinutes(2));
        assertThat(calls.removeForEverybody("undeliverable", compliance).status())
                .isEqualTo(200);
        api.awaitChannel(ours, Channel.SMS, null);
        clock.set(day);
    }

    @Test
    void letsNoClinicLiftWhatTheHolderOfAnAddressSaid() {
        var patient = aPatient().withPhone(phone).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);
        reported(patient, DeliveryState.COMPLAINED, null);
        api.awaitChannel(patient, Channel.SMS, "opted-out");
        stop();
        await().untilAsserted(() ->
                assertThat(calls.entry(staff).path("reason").asString()).isEqualTo("stop"));
        clock.advance(Duration.ofMinutes(1));

        assertThat(calls.removeForEverybody("complaint", staff).problem()).isEqualTo("binds-everybody");
        assertThat(calls.removeForEverybody("complaint", compliance).problem()).isEqualTo("binds-everybody");
        assertThat(calls.removeForEverybody("stop", compliance).problem()).isEqualTo("only-start-lifts");
        assertThat(calls.entry(staff).path("active").asBoolean()).isTrue();
    }

    private AuditRecorded lifted(Predicate<AuditRecorded> whose) {
        return kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> "suppression-removed".equals(each.details().get("cause")) && whose.test(each));
    }

    private void reported(long patient, DeliveryState state, @Nullable FailureClass failure) {
        kafka.publish(
                Topics.DELIVERY,
                "none",
                new DeliveryReported(
                        null,
                        null,
                        patient,
                        Channel.SMS,
                        1,
                        state,
                        "SM1",
                        failure,
                        null,
                        null,
                        false,
                        clock.instant()));
    }

    private void stop() {
        kafka.publish(
                Topics.REPLY,
                hash,
                new ReplyUnderstood(
                        Ids.next(), null, null, Channel.SMS, hash, Intent.STOP, "en", 1, "exact", null, AT));
    }
}
