package com.ovhi.outreach.preference.unsubscribe;

import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whoever counts opt-outs by message is told of the one whose link was pressed: once, and nobody twice. */
@ServiceTest(schema = "ovhi_preference")
class UnsubscribedMessageServiceTests {

    private final TestKafka kafka;
    private final SettableClock clock;
    private final FieldCipher cipher;
    private final AddressHash hashes;
    private final JdbcTemplate jdbc;
    private final Api api;
    private final String email = freshPhone().substring(1) + "@example.org";
    private final UUID job = Ids.next();
    private long patient;

    UnsubscribedMessageServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            SettableClock clock,
            FieldCipher cipher,
            AddressHash hashes,
            JdbcTemplate jdbc,
            @LocalServerPort int port) {
        this.kafka = kafka;
        this.clock = clock;
        this.cipher = cipher;
        this.hashes = hashes;
        this.jdbc = jdbc;
        api = new Api(port, tokens);
    }

    @BeforeEach
    void registerPatient() {
        clock.advance(Duration.ofMinutes(30));
        patient = aPatient().withEmail(email).register(kafka, clock.instant());
        api.awaitChannel(patient, Channel.EMAIL, null);
    }

    @Test
    void tellsWhichMessageMadeThePatientLeave() {
        press(job);

        assertThat(awaitTold())
                .isEqualTo(new DeliveryReported(
                        job,
                        ORGANIZATION,
                        patient,
                        Channel.EMAIL,
                        null,
                        DeliveryState.UNSUBSCRIBED,
                        null,
                        null,
                        null,
                        null,
                        false,
                        clock.instant()));
        assertThat(kafka.records(Topics.DELIVERY)).anySatisfy(record -> {
            assertThat(record.key()).isEqualTo(job.toString());
            assertThat(record.header("ce_source")).isEqualTo("preference-service");
        });
    }

    @Test
    void tellsNothingWhileSomebodyOnlyLooks() {
        assertThat(api.get(path(job), null).status()).isEqualTo(200);
        assertThat(api.post(path(job), null, "application/x-www-form-urlencoded", "x=y")
                        .status())
                .isEqualTo(400);

        assertThat(reports()).isEmpty();
    }

    @Test
    void tellsOfOneOptOutHoweverOftenAndInWhicheverMessageTheLinkIsPressed() {
        press(job);
        press(job);
        clock.advance(Duration.ofHours(1));
        press(job);
        press(Ids.next());

        assertThat(reports()).extracting(DeliveryReported::jobId).containsExactly(job);
    }

    @Test
    void tellsOfAnotherOptOutByAnOldMessageOnceTheAddressWasAllowedInBetween() {
        press(Ids.next());
        clock.advance(Duration.ofMinutes(1));
        assertThat(api.post(
                                "/preferences/" + patient + "/opt-in",
                                api.staff(ORGANIZATION),
                                "application/json",
                                "{\"channel\":\"email\"}")
                        .status())
                .isEqualTo(200);
        api.awaitChannel(patient, Channel.EMAIL, null);
        clock.advance(Duration.ofMinutes(1));

        press(job);

        assertThat(reports())
                .hasSize(2)
                .last()
                .returns(job, DeliveryReported::jobId)
                .returns(clock.instant(), DeliveryReported::occurredAt);
        api.awaitChannel(patient, Channel.EMAIL, "opted-out");
    }

    @Test
    void obeysALinkOfFormerDaysWhichDoesNotTellItsMessage() {
        press(null);

        api.awaitChannel(patient, Channel.EMAIL, "opted-out");
        assertThat(reports()).isEmpty();
    }

    /** Else it would say so to itself: twice in the ledger, and the second time for the provider. */
    @Test
    void doesNotHearItsOwnWord() {
        press(job);
        awaitTold();

        awaitAllHeard();

        assertThat(jdbc.queryForList(
                        "SELECT source FROM consent_ledger WHERE patient_id = ? AND action = 'revoke'",
                        String.class,
                        patient))
                .hasSize(2);
        assertThat(jdbc.queryForObject(
                        "SELECT COUNT(*) FROM early_reports WHERE job_id = ?", Integer.class, job.toString()))
                .isZero();
    }

    /** What a provider says of another patient's message is read after what was said of this one's before. */
    private void awaitAllHeard() {
        var other = aPatient().withEmail("other." + email).register(kafka, clock.instant());
        api.awaitChannel(other, Channel.EMAIL, null);
        kafka.publish(
                Topics.DELIVERY,
                job.toString(),
                new DeliveryReported(
                        null,
                        ORGANIZATION,
                        other,
                        Channel.EMAIL,
                        null,
                        DeliveryState.UNSUBSCRIBED,
                        null,
                        null,
                        null,
                        null,
                        false,
                        clock.instant()));
        api.awaitChannel(other, Channel.EMAIL, "opted-out");
    }

    private DeliveryReported awaitTold() {
        return kafka.await(
                Topics.DELIVERY,
                DeliveryReported.class,
                each -> job.equals(each.jobId()) && each.state() == DeliveryState.UNSUBSCRIBED);
    }

    /** What is told, or will be: what the relay has sent stays there for days. */
    private List<DeliveryReported> reports() {
        return jdbc
                .queryForList("SELECT payload FROM outbox WHERE topic = ? ORDER BY seq", byte[].class, Topics.DELIVERY)
                .stream()
                .map(each -> ContractJson.read(each, DeliveryReported.class))
                .filter(each -> Long.valueOf(patient).equals(each.patientId()))
                .toList();
    }

    private void press(@Nullable UUID of) {
        assertThat(api.post(path(of), null, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click")
                        .status())
                .isEqualTo(200);
    }

    private String path(@Nullable UUID of) {
        var token = new HashMap<>(Map.<String, Object>of(
                "patient_id",
                patient,
                "organization_id",
                ORGANIZATION,
                "channel",
                "email",
                "address_hash",
                hashes.of(new EmailAddress(email))));
        if (of != null) {
            token.put("job_id", of);
        }
        return "/unsubscribe/"
                + cipher.seal(ContractJson.writeText(token), "unsubscribe").ciphertext();
    }
}
