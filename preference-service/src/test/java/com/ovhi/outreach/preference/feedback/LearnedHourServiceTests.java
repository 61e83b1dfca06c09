package com.ovhi.outreach.preference.feedback;

import static com.ovhi.outreach.preference.Patients.AT;
import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What the suite learned of a patient's hour, and what the patient said. */
@ServiceTest(schema = "ovhi_preference")
class LearnedHourServiceTests {

    private final TestKafka kafka;
    private final Api api;
    private final String staff;
    private long patient;
    private String path = "";

    LearnedHourServiceTests(TestKafka kafka, TestTokens tokens, @LocalServerPort int port) {
        this.kafka = kafka;
        api = new Api(port, tokens);
        staff = api.staff(ORGANIZATION);
    }

    @BeforeEach
    void registerPatient() {
        patient = aPatient().withPhone(freshPhone()).register(kafka);
        path = "/preferences/" + patient;
        api.awaitChannel(patient, Channel.SMS, null);
    }

    @Test
    void prefersWhatThePatientSaidToWhatWasLearned() {
        learn(1, 14);
        api.awaitEffective(patient, each -> {
            assertThat(each.bestHour()).isEqualTo(14);
            assertThat(each.statedBestHour()).isNull();
        });

        api.patch(path, staff, "{\"best_hour\":9}", "*");
        api.awaitEffective(patient, each -> assertThat(each.statedBestHour()).isEqualTo(9));
        learn(2, 16);

        await().untilAsserted(() -> assertThat(api.effective(patient, ORGANIZATION)
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(4));
        api.awaitEffective(patient, each -> assertThat(each.bestHour()).isEqualTo(9));
    }

    /** Of insights that come together the newest counts, and one about a patient nobody knows keeps nobody waiting. */
    @Test
    void takesTheNewestOfWhatWasLearnedTogether() {
        kafka.publish(
                Topics.INSIGHT,
                Long.toString(patient),
                new InsightLearned(patient + 700_000, ORGANIZATION, 1, 7, null, 0, 1, 12, AT));
        learn(3, 15);
        learn(2, 13);
        learn(4, 24);

        api.awaitEffective(patient, each -> assertThat(each.bestHour()).isEqualTo(15));
        learn(5, null);
        api.awaitEffective(patient, each -> assertThat(each.bestHour()).isNull());
    }

    private void learn(long version, @Nullable Integer hour) {
        kafka.publish(
                Topics.INSIGHT,
                Long.toString(patient),
                new InsightLearned(patient, ORGANIZATION, version, hour, null, 0, 1, 12, AT));
    }
}
