package com.ovhi.outreach.common.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ovhi.PatientRegistered;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.phi.PersonName;
import com.ovhi.outreach.common.testing.GoldenFile;
import com.ovhi.outreach.common.testing.Samples;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContractTests {

    @ParameterizedTest
    @MethodSource("contracts")
    void writesAndReadsExactlyItsGoldenFile(Map.Entry<String, Object> contract) {
        GoldenFile.assertGolden(contract.getKey(), contract.getValue());
    }

    static Stream<Map.Entry<String, Object>> contracts() {
        return Samples.all().entrySet().stream();
    }

    @Test
    void readersIgnoreFieldsTheyDoNotKnow() {
        var json = GoldenFile.read("contact-withdrawn.v1.json").replaceFirst("\\{", "{\"later\": 1, ");

        assertThat(ContractJson.read(json, ContactWithdrawn.class)).isEqualTo(Samples.contactWithdrawn());
    }

    @Test
    void readsARegistrationAsCorePublishesItAndMasksIt() {
        var registered = ContractJson.read(GoldenFile.read("patient-registered.ovhi.json"), PatientRegistered.class);

        assertThat(registered.patientId()).isEqualTo(1001);
        assertThat(registered.telecom()).hasSize(2);
        assertThat(Objects.requireNonNull(registered.preferences()).marketingOptIn())
                .containsExactly(Channel.EMAIL);
        assertThat(registered.givenName()).extracting(PersonName::reveal).isEqualTo("Gerardo");
        assertThat(registered.toString()).doesNotContain("Gerardo").doesNotContain("555");
        assertThat(registered.telecom().toString()).doesNotContain("555").doesNotContain("@");
        assertThat(ContractJson.writeText(Objects.requireNonNull(registered.givenName())))
                .doesNotContain("Gerardo");
    }

    @Test
    void eventTypesAreTheWordsOfTheContract() {
        assertThat(EventType.of(SegmentMembershipChanged.class)).isEqualTo("segment.membership.changed");
        assertThat(EventType.of(JobChanged.class)).isEqualTo("job.changed");
    }

    @ParameterizedTest
    @EnumSource(Purpose.class)
    void noCampaignIsRequestedAmongWhatBelongsToVisits(Purpose purpose) {
        assertThat(Topics.all()).contains(Topics.request(purpose, false));
        assertThat(Topics.request(purpose, true))
                .isEqualTo(purpose.marketing() ? Topics.REQUEST : Topics.REQUEST_PRIORITY);
        if (purpose.marketing()) {
            assertThat(Topics.request(purpose, false)).isEqualTo(Topics.REQUEST);
        }
        if (purpose == Purpose.APPT_CONFIRM) {
            assertThat(Topics.request(purpose, false)).isEqualTo(Topics.REQUEST_PRIORITY);
        }
    }

    @Test
    void everyTopicHasItsOwnName() {
        assertThat(Topics.all()).doesNotHaveDuplicates().hasSize(35);
        assertThat(Topics.dispatch(Channel.WHATSAPP, Lane.BULK)).isEqualTo("outreach.dispatch.whatsapp.bulk.v1");
    }
}
