package com.ovhi.outreach.preference.registration;

import static com.ovhi.outreach.preference.Api.channel;
import static com.ovhi.outreach.preference.Patients.AT;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.again;
import static com.ovhi.outreach.preference.Patients.died;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static com.ovhi.outreach.preference.Patients.merged;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Nobody writes to the dead, nor to a record that was given up for another one. */
@ServiceTest(schema = "ovhi_preference")
class DepartureServiceTests {

    private final TestKafka kafka;
    private final Api api;

    DepartureServiceTests(TestKafka kafka, TestTokens tokens, @LocalServerPort int port) {
        this.kafka = kafka;
        api = new Api(port, tokens);
    }

    @Test
    void theDeadAreClosedForEverythingAndStaySo() {
        var patient = aPatient()
                .withPhone(freshPhone())
                .withEmail("gone@example.org")
                .wantingMarketingBy(Channel.EMAIL)
                .register(kafka, AT);
        api.awaitChannel(patient, Channel.SMS, null);

        died(kafka, patient, AT.plusSeconds(1));

        closed(api.awaitChannel(patient, Channel.SMS, "patient-deceased"), "patient-deceased");
        told(patient, 2);
        assertThat(kafka.await(
                                Topics.AUDIT,
                                AuditRecorded.class,
                                each -> Objects.equals(each.patientId(), patient)
                                        && each.details().containsValue("deceased"))
                        .details())
                .isEqualTo(Map.of("cause", "deceased"));

        again(patient).withPhone(freshPhone()).wantingMarketingBy(Channel.SMS).register(kafka, AT.plusSeconds(2));
        told(patient, 3);
        closed(api.awaitEffective(patient, each -> assertThat(each.version()).isEqualTo(3)), "patient-deceased");
    }

    @Test
    void whoDiedBeforeAnybodyHeardOfThemIsClosedWhenTheyAreRegistered() {
        var patient = freshId();
        died(kafka, patient, AT.plusSeconds(1));
        told(patient, 1);

        again(patient).withPhone(freshPhone()).register(kafka, AT.plusSeconds(2));

        told(patient, 2);
        closed(api.awaitChannel(patient, Channel.SMS, "patient-deceased"), "patient-deceased");
    }

    @Test
    void theRecordThatStaysKeepsWhatWasRefusedUnderTheOther() {
        var former = aPatient()
                .withPhone(freshPhone())
                .withEmail("former@example.org")
                .optedOutOf(Channel.EMAIL)
                .register(kafka, AT);
        var present = aPatient()
                .withPhone(freshPhone())
                .withEmail("present@example.org")
                .register(kafka, AT);
        api.awaitChannel(former, Channel.EMAIL, "opted-out");
        api.awaitChannel(present, Channel.EMAIL, null);

        merged(kafka, former, present, AT.plusSeconds(1));

        closed(api.awaitChannel(former, Channel.SMS, "patient-merged"), "patient-merged");
        var kept = api.awaitChannel(present, Channel.EMAIL, "opted-out");
        assertThat(channel(kept, Channel.SMS).enabled()).isTrue();
        assertThat(kafka.events(Topics.PREFERENCE, PreferenceChanged.class).stream()
                        .filter(each -> each.patientId() == present)
                        .map(PreferenceChanged::mergedFrom))
                .as("who counts refusals knows them from the other record")
                .containsExactly(null, former);

        died(kafka, former, AT.plusSeconds(2));

        closed(api.awaitChannel(present, Channel.SMS, "patient-deceased"), "patient-deceased");
        closed(api.awaitChannel(former, Channel.SMS, "patient-deceased"), "patient-deceased");
    }

    private static long freshId() {
        return 9_000_000 + Long.parseLong(freshPhone().substring(1)) % 100_000;
    }

    private static void closed(EffectivePreferences preferences, String reason) {
        for (var channel : Channel.values()) {
            var preference = channel(preferences, channel);
            assertThat(preference.enabled()).isFalse();
            assertThat(preference.marketingOptIn()).isFalse();
            assertThat(preference.address()).isNull();
            assertThat(preference.reason()).isEqualTo(reason);
        }
    }

    /** What orchestrator and send gate hear: nothing is allowed. */
    private void told(long patient, long version) {
        var told = kafka.await(
                Topics.PREFERENCE,
                PreferenceChanged.class,
                each -> each.patientId() == patient && each.version() == version);
        assertThat(told.channels().values()).hasSize(3).allSatisfy(each -> {
            assertThat(each.transactional()).isFalse();
            assertThat(each.marketing()).isFalse();
            assertThat(each.addressHash()).isNull();
            assertThat(each.refused()).isFalse();
        });
    }
}
