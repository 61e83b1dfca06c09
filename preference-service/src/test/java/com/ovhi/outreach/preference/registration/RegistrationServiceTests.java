package com.ovhi.outreach.preference.registration;

import static com.ovhi.outreach.preference.Api.channel;
import static com.ovhi.outreach.preference.Patients.AT;
import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.again;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import com.ovhi.outreach.preference.Patients;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

@ServiceTest(schema = "ovhi_preference")
class RegistrationServiceTests {

    private final TestKafka kafka;
    private final Api api;
    private final AddressHash hashes;
    private final FieldCipher cipher;
    private final JdbcTemplate jdbc;
    private final SettableClock clock;

    RegistrationServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            AddressHash hashes,
            FieldCipher cipher,
            JdbcTemplate jdbc,
            SettableClock clock,
            @LocalServerPort int port) {
        this.kafka = kafka;
        this.hashes = hashes;
        this.cipher = cipher;
        this.jdbc = jdbc;
        this.clock = clock;
        api = new Api(port, tokens);
        clock.advance(Duration.ofMinutes(10));
    }

    @Test
    void turnsAProfileIntoEffectivePreferencesAndTellsEverybody() {
        var phone = freshPhone();
        var hash = hashes.of(new PhoneNumber(phone));

        var patient = aPatient()
                .withPhone(phone.replace("+1212", "(212) "))
                .withEmail("Someone@Example.org")
                .wantingMarketingBy(Channel.EMAIL)
                .register(kafka);

        var effective = api.awaitChannel(patient, Channel.SMS, null);
        assertThat(effective.timezone()).isEqualTo("America/New_York");
        assertThat(effective.candidateZones()).containsExactly("America/New_York");
        assertThat(effective.language()).isEqualTo("es-MX");
        assertThat(effective.quietStart()).isEqualTo(LocalTime.of(22, 0));
        assertThat(effective.quietEnd()).isEqualTo(LocalTime.of(8, 0));
        assertThat(effective.workStart()).isEqualTo(LocalTime.of(9, 0));
        assertThat(channel(effective, Channel.SMS).address()).isEqualTo(phone);
        assertThat(channel(effective, Channel.SMS).marketingOptIn()).isFalse();
        assertThat(channel(effective, Channel.EMAIL).address()).isEqualTo("Someone@Example.org");
        assertThat(channel(effective, Channel.EMAIL).marketingOptIn()).isTrue();
        assertThat(channel(effective, Channel.WHATSAPP).reason()).isEqualTo("no-address");
        var told = kafka.await(Topics.PREFERENCE, PreferenceChanged.class, each -> each.patientId() == patient);
        var sms = told.channels().get(Channel.SMS);
        assertThat(sms).isNotNull();
        assertThat(sms.transactional()).isTrue();
        assertThat(sms.addressHash()).isEqualTo(hash);
        assertThat(sms.address()).isNotNull();
        assertThat(cipher.open(sms.address(), "preference|address|" + patient + "|sms"))
                .isEqualTo(phone);
        assertThat(told.version()).isEqualTo(effective.version()).isEqualTo(1);
    }

    @Test
    void textsNoLandline() {
        var mobile = freshPhone();
        var both = aPatient().withLandline(freshPhone()).withPhone(mobile).register(kafka);
        var landline = aPatient().withLandline(freshPhone()).register(kafka);

        assertThat(channel(api.awaitChannel(both, Channel.SMS, null), Channel.SMS)
                        .address())
                .isEqualTo(mobile);
        assertThat(channel(api.awaitChannel(landline, Channel.SMS, "landline"), Channel.SMS)
                        .address())
                .isNull();
    }

    @Test
    void tellsInWhichStatesAPatientMayBeAndWhoDecided() {
        var patient = aPatient().withZone(null).livingIn("Texas").register(kafka, AT);

        var home = api.awaitEffective(patient, each -> assertThat(each.states()).containsExactly("TX"));
        assertThat(home.candidateZones()).containsExactly("America/Chicago", "America/Denver");
        assertThat(home.stated("work_hours")).isFalse();
        assertThat(home.decidedBy()).containsEntry("work_hours", "global");
        var told = kafka.await(Topics.PREFERENCE, PreferenceChanged.class, each -> each.patientId() == patient);
        assertThat(told.states()).containsExactly("TX");
        assertThat(told.workStart()).isNull();

        again(patient).withZone(null).withPhone(freshPhone()).register(kafka, AT.plusSeconds(1));
        api.awaitChannel(patient, Channel.SMS, null);
        again(patient).withZone(null).livingIn("Ontario").register(kafka, AT.plusSeconds(2));

        api.awaitEffective(patient, each -> assertThat(each.states()).isNotEqualTo(List.of("TX")));
        assertThat(kafka.events(Topics.PREFERENCE, PreferenceChanged.class).stream()
                        .filter(each -> each.patientId() == patient && each.version() == 2))
                .as("a profile without an address leaves the home what it was")
                .extracting(PreferenceChanged::states)
                .containsExactly(List.of("TX"));
    }

    @Test
    void keepsNoAddressInClear() {
        var phone = freshPhone();
        var patient =
                aPatient().withPhone(phone).withEmail("clear.text@example.org").register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);

        var row = jdbc.queryForMap("SELECT * FROM patient_comm_prefs WHERE patient_id = ?", patient);

        assertThat(row.values().toString()).doesNotContain(phone, phone.substring(2), "clear.text");
    }

    @Test
    void takesAnAddressNothingCanBeSentToForNone() {
        var patient = aPatient().withPhone("ext. 7").withEmail("not an address").register(kafka);

        var effective = api.awaitChannel(patient, Channel.SMS, "invalid-address");

        assertThat(channel(effective, Channel.EMAIL).reason()).isEqualTo("invalid-address");
    }

    @Test
    void ignoresAnOlderProfileExceptForItsOptOuts() {
        var phone = freshPhone();
        var patient = aPatient().withPhone(phone).withEmail("new@example.org").register(kafka, AT);
        api.awaitChannel(patient, Channel.SMS, null);

        again(patient)
                .withPhone(freshPhone())
                .withZone("America/Chicago")
                .optedOutOf(Channel.EMAIL)
                .wantingMarketingBy(Channel.SMS)
                .register(kafka, AT.minusSeconds(60));

        var effective = api.awaitChannel(patient, Channel.EMAIL, "opted-out");
        assertThat(effective.timezone()).isEqualTo("America/New_York");
        assertThat(channel(effective, Channel.SMS).address()).isEqualTo(phone);
        assertThat(channel(effective, Channel.SMS).marketingOptIn()).isFalse();
    }

    @Test
    void takesWhatWasSaidInTheFutureForSaidNow() {
        var future = Instant.parse("2099-01-01T00:00:00Z");
        var organization = 617;
        Patients.organization(kafka, organization, "America/Phoenix", true, future);
        var patient = aPatient()
                .in(organization)
                .withZone(null)
                .withPhone(freshPhone())
                .wantingMarketingBy(Channel.SMS)
                .register(kafka, future);
        awaitTold(patient, "America/Phoenix", true);
        clock.advance(Duration.ofMinutes(1));

        Patients.organization(kafka, organization, "America/Chicago", true, clock.instant());
        again(patient)
                .in(organization)
                .withZone(null)
                .withPhone(freshPhone())
                .withEmail("corrected@example.org")
                .wantingMarketingBy()
                .register(kafka, clock.instant());

        awaitTold(patient, "America/Chicago", true);
        kafka.await(
                Topics.PREFERENCE,
                PreferenceChanged.class,
                each -> each.patientId() == patient
                        && open(each, Channel.EMAIL)
                        && each.channels().get(Channel.SMS) instanceof PreferenceChanged.Permission sms
                        && !sms.marketing());
        assertThat(jdbc.queryForList(
                        "SELECT effective_at FROM consent_ledger WHERE patient_id = ?", Timestamp.class, patient))
                .hasSize(2)
                .allSatisfy(each -> assertThat(each.toInstant()).isBeforeOrEqualTo(clock.instant()));
    }

    @Test
    void letsNoProfileUndoAStopButTakesItsNewAddress() {
        var phone = freshPhone();
        var hash = hashes.of(new PhoneNumber(phone));
        var patient = aPatient().withPhone(phone).register(kafka, AT);
        api.awaitChannel(patient, Channel.SMS, null);
        kafka.publish(
                Topics.REPLY,
                Long.toString(patient),
                new ReplyUnderstood(
                        Ids.next(),
                        ORGANIZATION,
                        patient,
                        Channel.SMS,
                        hash,
                        Intent.STOP,
                        "en",
                        1,
                        "exact-stop",
                        null,
                        AT.plusSeconds(10)));
        api.awaitChannel(patient, Channel.SMS, "opted-out");

        again(patient)
                .withPhone(freshPhone())
                .withEmail("added@example.org")
                .wantingMarketingBy(Channel.SMS, Channel.EMAIL)
                .register(kafka, AT.plusSeconds(60));

        var effective = api.awaitChannel(patient, Channel.EMAIL, null);
        assertThat(channel(effective, Channel.SMS).enabled()).isFalse();
        assertThat(channel(effective, Channel.SMS).marketingOptIn()).isFalse();
        assertThat(channel(effective, Channel.SMS).reason()).isEqualTo("opted-out");
        assertThat(channel(effective, Channel.EMAIL).marketingOptIn()).isTrue();
    }

    @Test
    void keepsAnOptOutOfAProfileThatCameWhileAStopWasInForce() {
        var phone = freshPhone();
        var patient = aPatient().withPhone(phone).register(kafka, AT);
        api.awaitChannel(patient, Channel.SMS, null);
        reply(phone, Intent.STOP, AT.plusSeconds(10));
        api.awaitChannel(patient, Channel.SMS, "opted-out");
        again(patient)
                .withPhone(phone)
                .withEmail("second.day@example.org")
                .optedOutOf(Channel.SMS)
                .register(kafka, AT.plusSeconds(20));
        api.awaitChannel(patient, Channel.EMAIL, null);

        awaitHandled(reply(phone, Intent.START, AT.plusSeconds(30)));

        api.awaitChannel(patient, Channel.SMS, "opted-out");
        assertThat(profileOptOuts(patient)).containsExactlyInAnyOrder("transactional", "marketing");
    }

    @Test
    void takesAnOptOutOfAProfileForBothClassesEvenIfOneWasRefusedBefore() {
        var phone = freshPhone();
        var patient = aPatient().withPhone(phone).register(kafka, AT);
        api.awaitChannel(patient, Channel.SMS, null);
        assertThat(api.post(
                                "/preferences/" + patient + "/opt-out",
                                api.staff(ORGANIZATION),
                                "application/json",
                                "{\"channel\":\"sms\",\"class\":\"transactional\"}")
                        .status())
                .isEqualTo(200);

        again(patient).withPhone(phone).optedOutOf(Channel.SMS).register(kafka, AT.plusSeconds(20));
        await().untilAsserted(() ->
                assertThat(profileOptOuts(patient)).containsExactlyInAnyOrder("transactional", "marketing"));

        again(patient)
                .withPhone(phone)
                .withEmail("third.day@example.org")
                .optedOutOf(Channel.SMS)
                .register(kafka, AT.plusSeconds(40));
        api.awaitChannel(patient, Channel.EMAIL, null);
        assertThat(profileOptOuts(patient))
                .as("said once, however often repeated")
                .hasSize(2);
    }

    @Test
    void withdrawsMarketingConsentThatAProfileNoLongerNames() {
        var patient = aPatient()
                .withEmail("changing@example.org")
                .wantingMarketingBy(Channel.EMAIL)
                .register(kafka, AT);
        api.awaitEffective(
                patient,
                each -> assertThat(channel(each, Channel.EMAIL).marketingOptIn())
                        .isTrue());

        again(patient).withEmail("changing@example.org").wantingMarketingBy().register(kafka, AT.plusSeconds(1));
        api.awaitEffective(
                patient,
                each -> assertThat(channel(each, Channel.EMAIL).marketingOptIn())
                        .isFalse());

        again(patient)
                .withEmail("changing@example.org")
                .wantingMarketingBy(Channel.EMAIL)
                .register(kafka, AT.plusSeconds(2));
        api.awaitEffective(
                patient,
                each -> assertThat(channel(each, Channel.EMAIL).marketingOptIn())
                        .isTrue());
    }

    @Test
    void namesTheEventThatAConsentCameWith() {
        var patient = aPatient()
                .withEmail("evidence@example.org")
                .wantingMarketingBy(Channel.EMAIL)
                .register(kafka);
        api.awaitChannel(patient, Channel.EMAIL, null);

        var reference = jdbc.queryForObject(
                "SELECT evidence_ref FROM consent_ledger WHERE patient_id = ?", String.class, patient);

        var key = Long.toString(patient);
        assertThat(kafka.records(Topics.OVHI_PATIENT).stream()
                        .filter(each -> key.equals(each.key()))
                        .map(each -> "event/" + each.header("ce_id")))
                .containsExactly(reference);
    }

    @Test
    void bringsAChangeOfAnOrganizationToAllItsPatients() {
        var organization = 616;
        Patients.organization(kafka, organization, "America/Phoenix", true, AT);
        var first = aPatient()
                .in(organization)
                .withZone(null)
                .withPhone("+14805550111")
                .register(kafka);
        var second = aPatient()
                .in(organization)
                .withZone(null)
                .withWhatsApp("+14805550112")
                .register(kafka);
        awaitTold(first, "America/Phoenix", true);
        awaitTold(second, "America/Phoenix", true);

        Patients.organization(kafka, organization, "America/Chicago", false, AT.plusSeconds(5));

        awaitTold(first, "America/Chicago", true);
        awaitTold(second, "America/Chicago", false);
        Patients.organization(kafka, organization, "America/New_York", true, AT.plusSeconds(4));
        var third = aPatient()
                .in(organization)
                .withZone(null)
                .withEmail("third@example.org")
                .register(kafka);
        awaitTold(third, "America/Chicago", false);
    }

    @Test
    void movesWhatCannotBeReadToTheDeadLettersAndGoesOn() {
        var patient = aPatient().withPhone(freshPhone());
        kafka.publish(Topics.OVHI_PATIENT, "poison", "patient.registered", "{\"patient_id\": \"+12125550100\"");

        var id = patient.register(kafka);

        api.awaitChannel(id, Channel.SMS, null);
        await().untilAsserted(() -> assertThat(
                        kafka.records(Topics.deadLetters(Topics.OVHI_PATIENT, "preference-service.ovhi")))
                .anySatisfy(
                        letter -> assertThat(letter.header("dlt_code")).isEqualTo("unreadable-patient-registered")));
    }

    private UUID reply(String phone, Intent intent, Instant at) {
        var id = Ids.next();
        var hash = hashes.of(new PhoneNumber(phone));
        kafka.publish(
                Topics.REPLY,
                hash,
                new ReplyUnderstood(id, null, null, Channel.SMS, hash, intent, "en", 1, "exact", null, at));
        return id;
    }

    private void awaitHandled(UUID inbound) {
        await().untilAsserted(() -> assertThat(jdbc.queryForList(
                        "SELECT intent FROM handled_replies WHERE inbound_id = ?", String.class, inbound.toString()))
                .hasSize(1));
    }

    private List<@Nullable String> profileOptOuts(long patient) {
        return jdbc.queryForList(
                "SELECT consent_class FROM consent_ledger WHERE patient_id = ? AND source = 'profile_opt_out'",
                String.class,
                patient);
    }

    private void awaitTold(long patient, String zone, boolean whatsapp) {
        kafka.await(
                Topics.PREFERENCE,
                PreferenceChanged.class,
                each -> each.patientId() == patient
                        && each.candidateZones().contains(zone)
                        && (whatsapp || !open(each, Channel.WHATSAPP)));
    }

    private static boolean open(PreferenceChanged told, Channel channel) {
        var permission = told.channels().get(channel);
        return permission != null && permission.transactional();
    }
}
