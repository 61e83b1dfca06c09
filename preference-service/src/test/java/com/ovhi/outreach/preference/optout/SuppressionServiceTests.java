package com.ovhi.outreach.preference.optout;

import static com.ovhi.outreach.preference.Api.channel;
import static com.ovhi.outreach.preference.Patients.AT;
import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static com.ovhi.outreach.preference.optout.SuppressionCalls.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

@ServiceTest(schema = "ovhi_preference")
class SuppressionServiceTests {

    private final TestKafka kafka;
    private final SettableClock clock;
    private final Api api;
    private final SuppressionCalls calls;
    private final String staff;
    private final String compliance;
    private final JdbcTemplate jdbc;
    private final String phone = freshPhone();
    private final String hash;

    SuppressionServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            AddressHash hashes,
            SettableClock clock,
            JdbcTemplate jdbc,
            @LocalServerPort int port) {
        this.kafka = kafka;
        this.clock = clock;
        api = new Api(port, tokens);
        staff = api.staff(ORGANIZATION);
        compliance = tokens.bearer(ORGANIZATION, "compliance");
        this.jdbc = jdbc;
        hash = hashes.of(new PhoneNumber(phone));
        calls = new SuppressionCalls(api, hash);
        clock.advance(Duration.ofMinutes(10));
    }

    @Test
    void blocksASharedTelephoneForEverybodyOnItAndNothingElse() {
        var mother = aPatient()
                .withPhone(phone)
                .withWhatsApp(phone)
                .withEmail("mother@example.org")
                .register(kafka);
        var child = aPatient().withPhone(phone).register(kafka);
        api.awaitChannel(mother, Channel.SMS, null);
        api.awaitChannel(child, Channel.SMS, null);

        var answer = calls.report("sms", phone, "shared_phone");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).doesNotContain(phone, phone.substring(2));
        assertThat(answer.json().path("address_hash").asString()).isEqualTo(hash);
        api.awaitChannel(child, Channel.SMS, "suppressed-shared-phone");
        var effective = api.awaitChannel(mother, Channel.SMS, "suppressed-shared-phone");
        assertThat(channel(effective, Channel.WHATSAPP).enabled()).isTrue();
        assertThat(channel(effective, Channel.EMAIL).enabled()).isTrue();
        assertThat(api.get("/preferences/" + mother + "/consents", compliance)
                        .json()
                        .path("entries")
                        .size())
                .isZero();
        kafka.await(
                Topics.PREFERENCE,
                PreferenceChanged.class,
                each -> each.patientId() == child
                        && each.channels().get(Channel.SMS) instanceof PreferenceChanged.Permission sms
                        && !sms.transactional()
                        && hash.equals(sms.addressHash()));
        var audit = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> hash.equals(each.details().get("address_hash")));
        assertThat(audit.details()).containsEntry("cause", "suppression-added");
    }

    @Test
    void bindsNobodyButTheOrganizationWhoseStaffSaidSo() {
        var ours = aPatient().withPhone(phone).register(kafka);
        var theirs = aPatient().in(OTHER).withPhone(phone).register(kafka);
        api.awaitChannel(ours, Channel.SMS, null);
        await().untilAsserted(() -> assertThat(calls.smsReason(theirs)).isEmpty());
        var permitted = version(theirs);

        calls.report("sms", phone, "wrong_number");

        api.awaitChannel(ours, Channel.SMS, "suppressed-wrong-number");
        assertThat(version(theirs)).isEqualTo(permitted);
        assertThat(calls.smsReason(theirs)).isEmpty();
        assertThat(jdbc.queryForList(
                        "SELECT organization_id FROM suppressions WHERE address_hash = ?", Long.class, hash))
                .containsExactly(ORGANIZATION);
        assertThat(jdbc.queryForObject(
                        "SELECT COUNT(*) FROM outbox WHERE topic = ? AND event_key LIKE ?",
                        Integer.class,
                        Topics.SUPPRESSION,
                        hash + "%"))
                .isZero();
        assertThat(api.get("/suppressions?limit=500", api.staff(OTHER)).body()).doesNotContain(hash);
        clock.advance(Duration.ofMinutes(1));
        assertThat(api.delete("/suppressions/sms/" + hash + "/wrong_number?because=address-confirmed", api.staff(OTHER))
                        .problem())
                .isEqualTo("unknown-suppression");
        api.awaitChannel(ours, Channel.SMS, "suppressed-wrong-number");
        var newcomer = aPatient().withPhone(phone).register(kafka);
        api.awaitChannel(newcomer, Channel.SMS, "suppressed-wrong-number");
    }

    @Test
    void removesAReasonButKeepsTheOthers() {
        var patient = aPatient().withPhone(phone).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);
        calls.report("sms", phone, "wrong_number");
        calls.report("sms", phone, "bounce");
        api.awaitChannel(patient, Channel.SMS, "suppressed-bounce");
        clock.advance(Duration.ofMinutes(1));

        var first = calls.remove("bounce", staff);
        assertThat(first.json().path("reason").asString()).isEqualTo("wrong_number");
        api.awaitChannel(patient, Channel.SMS, "suppressed-wrong-number");
        var second = calls.remove("wrong_number", staff);

        assertThat(second.json().path("active").asBoolean()).isFalse();
        assertThat(second.json().path("reason").isNull()).isTrue();
        api.awaitChannel(patient, Channel.SMS, null);
    }

    @Test
    void letsOnlyComplianceOverruleAComplaintAndNobodyAStop() {
        var patient = aPatient().withPhone(phone).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);
        calls.report("sms", phone, "complaint");
        clock.advance(Duration.ofMinutes(1));

        assertThat(calls.remove("complaint", staff).problem()).isEqualTo("compliance-only");
        assertThat(calls.remove("complaint", compliance).json().path("active").asBoolean())
                .isFalse();
        stop();
        api.awaitChannel(patient, Channel.SMS, "opted-out");
        assertThat(calls.remove("stop", compliance).problem()).isEqualTo("only-start-lifts");
        assertThat(calls.report("sms", phone, "stop").problem()).isEqualTo("reason-not-reportable");
    }

    @Test
    void listsWhatConcernsTheOrganizationPageByPage() {
        var patient = aPatient().withPhone(phone).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);
        calls.report("sms", phone, "wrong_number");
        calls.report("sms", freshPhone(), "wrong_number");
        calls.report("whatsapp", freshPhone(), "wrong_number");

        var seen = new HashSet<String>();
        var url = "/suppressions?reason=wrong_number&channel=sms&limit=1";
        var page = api.get(url, staff);
        while (!page.json().path("next").isNull()) {
            assertThat(page.json().path("entries").size()).isEqualTo(1);
            var entry = page.json().path("entries").get(0);
            assertThat(entry.path("causes").get(0).path("reason").asString()).isEqualTo("wrong_number");
            assertThat(seen.add(entry.path("address_hash").asString())).isTrue();
            page = api.get(url + "&after=" + page.json().path("next").asString(), staff);
        }
        assertThat(seen).contains(hash).hasSizeGreaterThanOrEqualTo(2);
        assertThat(api.get("/suppressions?reason=wrong_number", api.staff(99))
                        .json()
                        .path("entries")
                        .size())
                .isZero();
        assertThat(api.delete("/suppressions/sms/" + hash + "/wrong_number?because=address-confirmed", api.staff(99))
                        .problem())
                .isEqualTo("unknown-suppression");
        clock.advance(Duration.ofMinutes(1));
        assertThat(calls.remove("wrong_number", staff).status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(
                        api.get("/suppressions?active=false&limit=500", staff).body())
                .contains(hash));
    }

    @ParameterizedTest
    @CsvSource({
        "sms, 12, bounce, 422, invalid-address",
        "email, nobody, bounce, 422, invalid-address",
        "fax, +12125550100, bounce, 400, unreadable-request",
        "sms, +12125550100, mood, 400, unreadable-request",
        "sms, '', bounce, 400, invalid-request"
    })
    void refusesAReportThatMakesNoSense(String channel, String address, String reason, int status, String problem) {
        var answer = calls.report(channel, address, reason);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
        assertThat(answer.body()).doesNotContain("5550100", "nobody");
    }

    private long version(long patient) {
        return ContractJson.read(api.effective(patient, OTHER).body(), EffectivePreferences.class)
                .version();
    }

    private void stop() {
        kafka.publish(
                Topics.REPLY,
                hash,
                new ReplyUnderstood(
                        Ids.next(), null, null, Channel.SMS, hash, Intent.STOP, "en", 1, "exact", null, AT));
    }
}
