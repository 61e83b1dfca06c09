package com.ovhi.outreach.preference.optout;

import static com.ovhi.outreach.preference.Api.channel;
import static com.ovhi.outreach.preference.Patients.AT;
import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.again;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.SuppressionChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** What providers report of messages: who is stopped by it, and at which address. */
@ServiceTest(schema = "ovhi_preference")
class ReportedOptOutServiceTests {

    private final TestKafka kafka;
    private final Api api;
    private final JdbcTemplate jdbc;
    private final String phone = freshPhone();
    private final String hash;
    private final String email = phone.substring(1) + "@example.org";
    private final String emailHash;

    ReportedOptOutServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            AddressHash hashes,
            SettableClock clock,
            JdbcTemplate jdbc,
            @LocalServerPort int port) {
        this.kafka = kafka;
        this.jdbc = jdbc;
        api = new Api(port, tokens);
        hash = hashes.of(new PhoneNumber(phone));
        emailHash = hashes.of(new EmailAddress(email));
        clock.advance(Duration.ofMinutes(10));
    }

    @Test
    void suppressesTheAddressAJobWasMeantForNotTheNewOne() {
        var patient = aPatient().withEmail(email).register(kafka);
        api.awaitChannel(patient, Channel.EMAIL, null);
        var job = scheduled(patient, Channel.EMAIL);
        var changed = "new." + email;
        again(patient).withEmail(changed).register(kafka, AT.plusSeconds(5));
        api.awaitEffective(
                patient,
                each -> assertThat(channel(each, Channel.EMAIL).address()).isEqualTo(changed));

        report(job, null, Channel.EMAIL, DeliveryState.BOUNCED, FailureClass.PERM_ADDR);

        assertThat(awaitSuppression(emailHash, Channel.EMAIL, 1).reason()).isEqualTo("bounce");
        api.awaitChannel(patient, Channel.EMAIL, null);
    }

    @Test
    void takesAComplaintThatNamesOnlyTheJobForAnOptOut() {
        var patient = aPatient().withEmail(email).withPhone(phone).register(kafka);
        api.awaitChannel(patient, Channel.EMAIL, null);
        var job = scheduled(patient, Channel.EMAIL);

        report(job, null, Channel.EMAIL, DeliveryState.COMPLAINED, null);

        var effective = api.awaitChannel(patient, Channel.EMAIL, "opted-out");
        assertThat(channel(effective, Channel.SMS).enabled()).isTrue();
        assertThat(awaitSuppression(emailHash, Channel.EMAIL, 1).reason()).isEqualTo("complaint");
    }

    @Test
    void takesAComplaintThatCameBeforeItsJob() {
        var patient = aPatient().withEmail(email).register(kafka);
        api.awaitChannel(patient, Channel.EMAIL, null);
        var job = Ids.next();
        report(job, null, Channel.EMAIL, DeliveryState.COMPLAINED, null);
        await().untilAsserted(() -> assertThat(earlyReports(job)).isEqualTo(1));

        schedule(job, patient, Channel.EMAIL);

        api.awaitChannel(patient, Channel.EMAIL, "opted-out");
        assertThat(earlyReports(job)).isZero();
    }

    @Test
    void takesTheProvidersOwnOptOutForAStop() {
        var patient = aPatient().withPhone(phone).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);

        report(null, patient, Channel.SMS, DeliveryState.NOT_SENT, FailureClass.OPTOUT);

        api.awaitChannel(patient, Channel.SMS, "opted-out");
        assertThat(awaitSuppression(hash, Channel.SMS, 1).reason()).isEqualTo("stop");
    }

    private UUID scheduled(long patient, Channel channel) {
        var job = Ids.next();
        schedule(job, patient, channel);
        await().untilAsserted(() -> assertThat(jdbc.queryForList(
                        "SELECT job_id FROM job_contacts WHERE job_id = ?", String.class, job.toString()))
                .hasSize(1));
        return job;
    }

    private int earlyReports(UUID job) {
        return jdbc.queryForList("SELECT event_id FROM early_reports WHERE job_id = ?", String.class, job.toString())
                .size();
    }

    private void schedule(UUID job, long patient, Channel channel) {
        kafka.publish(
                Topics.JOB,
                Long.toString(patient),
                JobChanged.builder(
                                job,
                                ORGANIZATION,
                                patient,
                                Purpose.APPT_REMINDER,
                                channel,
                                Milestone.SCHEDULED,
                                JobStatus.QUEUED,
                                AT,
                                AT)
                        .build());
    }

    private void report(
            @Nullable UUID job,
            @Nullable Long patient,
            Channel channel,
            DeliveryState state,
            @Nullable FailureClass failure) {
        kafka.publish(
                Topics.DELIVERY,
                String.valueOf(job),
                new DeliveryReported(
                        job, null, patient, channel, 1, state, "SM1", failure, null, null, false, AT.plusSeconds(50)));
    }

    private SuppressionChanged awaitSuppression(String addressHash, Channel channel, long version) {
        return kafka.await(
                Topics.SUPPRESSION,
                SuppressionChanged.class,
                each -> each.addressHash().equals(addressHash)
                        && each.channel() == channel
                        && each.version() == version);
    }
}
