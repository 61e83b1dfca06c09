package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** However patients opt out, they leave their campaigns, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class OptOutServiceTests extends ChangingWishes {

    private static final Permission WITH_MARKETING = new Permission(true, true, "hash", null);
    private static final String EDUCATION = "{\"purpose\": \"campaign_education\"}";
    private static final String MORE_EDUCATION = "{\"purpose\": \"campaign_education\", \"offset\": \"P2D\"}";

    OptOutServiceTests(CampaignKit kit, @LocalServerPort int port) {
        super(kit, port);
    }

    @ParameterizedTest
    @CsvSource({
        "opted-out, 1",
        "suppressed-stop, 1",
        "suppressed-complaint, 1",
        "suppressed-unsubscribe, 1",
        "suppressed-bounce, 0",
        "suppressed-wrong-number, 0",
        "no-address, 0",
        "not-allowed, 0"
    })
    void whoRefusesAChannelLeavesTheCampaignAndWhoIsOnlyNotReachedThereStays(String reason, int optOuts) {
        var patient = insert(organization, 1).getFirst();
        allows(patient, 1, OPEN, OPEN);
        var campaign = started(1, AT_ONCE + "," + IN_TWO_DAYS, "");
        sent(requests(campaign, 1).getFirst(), UUID.randomUUID(), Channel.EMAIL);
        awaitSent(campaign, 1);

        allows(patient, 2, closed(reason), OPEN);
        clock.advance(Duration.ofDays(2));
        run(campaign);

        assertThat(exited(campaign, "opted-out")).isEqualTo(optOuts);
        assertThat(optOuts(campaign)).isEqualTo(optOuts);
        assertThat(optOutDays(patient)).isEqualTo(optOuts == 0 ? List.of() : List.of(1));
        requests(campaign, 2 - optOuts);
    }

    /** A number that was corrected to one at which somebody else had said STOP reaches nobody; nobody has said so for this patient. */
    @ParameterizedTest
    @CsvSource({"opted-out, 1", "suppressed-stop, 0", "suppressed-complaint, 0", "suppressed-unsubscribe, 0"})
    void whatWasSaidAtAnAddressBeforeItWasThePatientsIsNoOptOut(String reason, int optOuts) {
        var patient = insert(organization, 1).getFirst();
        allows(patient, 1, OPEN, OPEN);
        var campaign = started(1, AT_ONCE + "," + IN_TWO_DAYS, "");
        sent(requests(campaign, 1).getFirst(), UUID.randomUUID(), Channel.SMS);
        awaitSent(campaign, 1);

        allows(patient, 2, OPEN, elsewhere(closed(reason)));

        assertThat(exited(campaign, "opted-out")).isEqualTo(optOuts);
        assertThat(optOuts(campaign)).isEqualTo(optOuts);
        assertThat(optOutDays(patient)).hasSize(optOuts);
    }

    @Test
    void whatIsSaidAtAnAddressOnceItIsThePatientsIsAnOptOut() {
        var patient = insert(organization, 1).getFirst();
        allows(patient, 1, OPEN, OPEN);
        var campaign = started(1, AT_ONCE + "," + IN_TWO_DAYS, "");
        allows(patient, 2, OPEN, elsewhere(OPEN));

        allows(patient, 3, OPEN, elsewhere(closed("suppressed-complaint")));

        assertThat(exited(campaign, "opted-out")).isEqualTo(1);
        assertThat(optOutDays(patient)).containsExactly(1);
    }

    @Test
    void whoHasAgreedToNoMarketingAtANewAddressHasTakenNothingBack() {
        var patient = insert(organization, 1).getFirst();
        allows(patient, 1, OPEN, WITH_MARKETING);
        var campaign = started(1, EDUCATION + "," + MORE_EDUCATION, "");

        allows(patient, 2, OPEN, elsewhere(OPEN));

        assertThat(exited(campaign, "opted-out")).isZero();
        assertThat(optOutDays(patient)).isEmpty();
    }

    @Test
    void whatWaitsForWhoRefusesAChannelIsTakenBack() {
        var patients = insert(organization, 2);
        patients.forEach(each -> allows(each, 1, OPEN, OPEN));
        var campaign = started(2, AT_ONCE, "");
        requests(campaign, 2);

        allows(patients.getFirst(), 2, closed("suppressed-unsubscribe"), OPEN);

        await().untilAsserted(() -> assertThat(withdrawn(campaign))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.patientId()).isEqualTo(patients.getFirst());
                    assertThat(each.reason()).isEqualTo("opted-out");
                }));
    }

    @Test
    void whoHadRefusedBeforeHasNotRefusedNow() {
        var patients = insert(organization, 2);
        var campaign = started(2, AT_ONCE, "");
        requests(campaign, 2);

        allows(patients.getFirst(), 4, OPEN, closed("opted-out"));
        allows(patients.getFirst(), 5, OPEN, closed("opted-out"));
        allows(patients.getLast(), 4, OPEN, closed("suppressed-bounce"));
        allows(patients.getLast(), 5, OPEN, closed("suppressed-bounce"));

        assertThat(exited(campaign, "opted-out")).isZero();
        assertThat(patients).allSatisfy(each -> assertThat(optOutDays(each)).isEmpty());
    }

    /** The record that stays takes over what was refused under the other one: that has ended campaigns, and counted, before. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsTakenOverFromARecordThatWasGivenUpIsNotCountedAgain(boolean mergeFirst) {
        var patients = insert(organization, 2);
        var former = patients.getFirst();
        var survivor = patients.getLast();
        patients.forEach(each -> allows(each, 1, OPEN, OPEN));
        var campaign = started(2, AT_ONCE + "," + IN_TWO_DAYS, "");
        requests(campaign, 2).forEach(each -> sent(each, UUID.randomUUID(), Channel.SMS));
        awaitSent(campaign, 2);
        allows(former, 2, OPEN, closed("opted-out"));
        assertThat(optOuts(campaign)).isEqualTo(1);
        clock.advance(Duration.ofHours(36));

        if (mergeFirst) {
            merged(former, survivor);
        }
        feed.preference(
                organization,
                survivor,
                2,
                "en",
                Map.of(Channel.EMAIL, OPEN, Channel.SMS, closed("opted-out")),
                clock.instant(),
                former);
        awaitKnown(survivor, 2);
        if (!mergeFirst) {
            merged(former, survivor);
        }

        assertThat(optOuts(campaign)).isEqualTo(1);
        assertThat(optOutDays(survivor)).containsExactly(1);
        assertThat(exited(campaign, "opted-out")).as("under both records").isEqualTo(2);
    }

    private void merged(long former, long survivor) {
        feed.merged(organization, former, survivor);
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT merged_into FROM patients WHERE patient_id = ?")
                        .param(former)
                        .query(Long.class)
                        .optional())
                .contains(survivor));
    }

    @Test
    void anOldStateThatIsToldAgainChangesNothing() {
        var patient = insert(organization, 1).getFirst();
        allows(patient, 1, OPEN, OPEN);
        allows(patient, 2, OPEN, closed("opted-out"));
        allows(patient, 4, OPEN, OPEN);
        var campaign = started(1, AT_ONCE, "");
        sent(requests(campaign, 1).getFirst(), UUID.randomUUID(), Channel.SMS);
        awaitSent(campaign, 1);

        tell(patient, 2, OPEN, closed("opted-out"));
        tell(patient, 3, OPEN, closed("suppressed-complaint"));
        allows(patient, 5, OPEN, OPEN);

        assertThat(optOuts(campaign)).isZero();
        assertThat(optOutDays(patient)).containsExactly(1);
    }

    @Test
    void whoWantsNoMarketingAnyLongerLeavesCampaignsThatAreNothingElse() {
        var patient = insert(organization, 1).getFirst();
        allows(patient, 1, WITH_MARKETING, WITH_MARKETING);
        var segment = segment(api, 1);
        var education = started(segment, EDUCATION + "," + MORE_EDUCATION, "");
        var refills = started(segment, AT_ONCE + "," + IN_TWO_DAYS, "");
        sent(requests(education, 1).getFirst(), UUID.randomUUID(), Channel.SMS);
        awaitSent(education, 1);

        allows(patient, 2, OPEN, WITH_MARKETING);
        assertThat(exited(education, "opted-out")).as("prefers another channel").isZero();
        assertThat(optOutDays(patient)).isEmpty();
        allows(patient, 3, OPEN, OPEN);

        assertThat(exited(education, "opted-out")).isEqualTo(1);
        assertThat(optOuts(education)).isEqualTo(1);
        assertThat(exited(refills, "opted-out")).isZero();
        assertThat(optOutDays(patient)).containsExactly(1);
    }
}
