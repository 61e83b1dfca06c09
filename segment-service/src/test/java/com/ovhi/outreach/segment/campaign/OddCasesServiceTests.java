package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.SegmentMembershipChanged;
import com.ovhi.outreach.common.contract.StepWithdrawn;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Patients who come back, campaigns that overlap, pauses in the middle and clocks that jump, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class OddCasesServiceTests extends RunningCampaigns {

    private static final String MAY_RETURN = ", \"terms\": {\"reentry_after_days\": 0}";

    private final Outcomes outcomes;

    OddCasesServiceTests(CampaignKit kit, Outcomes outcomes, @LocalServerPort int port) {
        super(kit, port);
        this.outcomes = outcomes;
    }

    @Test
    void whoComesBackBeginsAgainOnceTheDaysHavePassed() {
        var patient = feed.patient(organization, "en", LocalDate.of(1980, 5, 1));
        var segment = english(patient);
        var campaign = whoHasLeft(segment, patient);

        clock.advance(Duration.ofDays(2));
        speaks(segment, patient, 2, "en");

        assertThat(requests(campaign, 2).getLast().occasionKey()).isEqualTo("campaign/" + campaign + "/run/2/step/1");
    }

    @Test
    void whoComesBackTooEarlyDoesNotBeginAgain() {
        var patient = feed.patient(organization, "en", LocalDate.of(1980, 5, 1));
        var segment = english(patient);
        var campaign = whoHasLeft(segment, patient);

        clock.advance(Duration.ofDays(1));
        speaks(segment, patient, 2, "en");

        await().during(Duration.ofSeconds(3)).untilAsserted(() -> {
            poller.expandDue();
            assertThat(requests(campaign)).hasSize(1);
        });
    }

    @Test
    void whoBeginsAgainIsSentNothingOfTheRunBefore() {
        var patient = feed.patient(organization, "en", LocalDate.of(1980, 5, 1));
        var segment = english(patient);
        var campaign = started(segment, AT_ONCE, ", \"terms\": {\"reentry_after_days\": 0, \"exit_on\": [\"booked\"]}");
        news(requests(campaign, 1).getFirst(), UUID.randomUUID(), Milestone.SCHEDULED, null);
        await().untilAsserted(() -> assertThat(
                        count("SELECT COUNT(job_id) FROM step_executions WHERE campaign_id = :campaign", campaign))
                .isEqualTo(1));

        speaks(segment, patient, 1, "es");
        clock.advance(Duration.ofSeconds(1));
        speaks(segment, patient, 2, "en");

        assertThat(requests(campaign, 2).getLast().occasionKey()).isEqualTo("campaign/" + campaign + "/run/2/step/1");
        await().untilAsserted(() -> assertThat(withdrawn(campaign))
                .extracting(StepWithdrawn::patientId, StepWithdrawn::occasionKey, StepWithdrawn::reason)
                .containsExactly(tuple(patient, "campaign/" + campaign + "/step/1", "began-again")));
    }

    @Test
    void anEntryOfWhichIsHeardLateBeginsNothingOnceMore() {
        var patient = insert(organization, 1).getFirst();
        var entered = clock.instant();
        var segment = segment(api, 1);
        clock.advance(Duration.ofSeconds(6));
        var campaign = started(segment, AT_ONCE, MAY_RETURN);
        assertThat(exited(campaign, "finished")).isEqualTo(1);

        clock.advance(Duration.ofSeconds(40));
        told(segment, patient, true, entered);
        run(campaign);

        assertThat(asked(campaign)).isEqualTo(1);
        assertThat(exited(campaign, "finished")).isEqualTo(1);
    }

    @Test
    void whoLeftAndCameBackBeginsAgainHoweverLateThatIsHeard() {
        var patient = insert(organization, 1).getFirst();
        var segment = segment(api, 1);
        var campaign = started(segment, AT_ONCE + "," + IN_TWO_DAYS, MAY_RETURN);
        var left = clock.instant().plusSeconds(1);

        clock.advance(Duration.ofSeconds(40));
        told(segment, patient, false, left);
        assertThat(exited(campaign, "left-segment")).isEqualTo(1);
        told(segment, patient, true, left.plusSeconds(1));
        run(campaign);

        assertThat(requests(campaign, 2).getLast().occasionKey()).isEqualTo("campaign/" + campaign + "/run/2/step/1");
    }

    @Test
    void whoCameBackBeforeTheyWereEnrolledStaysThoughTheirLeavingIsHeardLate() {
        var patient = insert(organization, 1).getFirst();
        var left = clock.instant();
        var segment = segment(api, 1);
        clock.advance(Duration.ofSeconds(1));
        var campaign = started(segment, IN_TWO_DAYS, MAY_RETURN);

        told(segment, patient, false, left);

        assertThat(exited(campaign, "left-segment")).isZero();
    }

    @Test
    void whoIsOutsideTheSegmentLeavesHoweverLateThatIsHeard() {
        var patient = insert(organization, 1).getFirst();
        var left = clock.instant();
        var segment = segment(api, 1);
        clock.advance(Duration.ofSeconds(1));
        var campaign = started(segment, IN_TWO_DAYS, "");
        write("DELETE FROM segment_members WHERE patient_id = ?", patient);

        told(segment, patient, false, left);

        assertThat(exited(campaign, "left-segment")).isEqualTo(1);
    }

    /** Hears that a patient has entered or left a segment at a time. */
    private void told(long segment, long patient, boolean member, Instant at) {
        transactions.executeWithoutResult(_ -> outcomes.membership(
                new SegmentMembershipChanged(segment, "Everybody", organization, patient, member, at)));
    }

    private long english(long patient) {
        var segment = api.segment("English", "{\"==\": [{\"var\": \"language\"}, \"en\"]}");
        awaitMember(segment, patient, true);
        return segment;
    }

    /** A campaign one may enter again after two days, of which a patient got the message and left the segment. */
    private long whoHasLeft(long segment, long patient) {
        var campaign = started(segment, AT_ONCE, ", \"terms\": {\"reentry_after_days\": 2}");
        requests(campaign, 1);
        speaks(segment, patient, 1, "es");
        await().untilAsserted(() -> assertThat(exited(campaign, "left-segment")).isEqualTo(1));
        return campaign;
    }

    @Test
    void campaignsThatOverlapAskEachForItselfAndAStopEndsThemAll() {
        var patient = insert(organization, 1).getFirst();
        var segment = segment(api, 1);
        var one = started(segment, AT_ONCE + "," + IN_TWO_DAYS, "");
        var other = started(segment, AT_ONCE + "," + IN_TWO_DAYS, "");
        assertThat(requests(one, 1).getFirst().occasionKey())
                .isNotEqualTo(requests(other, 1).getFirst().occasionKey());

        reply(patient, Intent.STOP);

        await().untilAsserted(() -> {
            assertThat(exited(one, "opted-out")).isEqualTo(1);
            assertThat(exited(other, "opted-out")).isEqualTo(1);
        });
    }

    @Test
    void aPauseInTheMiddleLeavesNobodyOutAndAsksNobodyTwice() {
        var patients = 3_000;
        insert(organization, patients);
        var campaign = campaign(api, segment(api, patients), AT_ONCE, "");
        change(api, campaign, "activate", 200);
        await().pollInterval(Duration.ofMillis(5)).until(() -> asked(campaign) > 0);
        change(api, campaign, "pause", 200);
        var before = asked(campaign);
        assertThat(before).isLessThan(patients);
        poller.expandDue();
        assertThat(asked(campaign)).as("nothing more is asked for").isEqualTo(before);

        change(api, campaign, "activate", 200);
        run(campaign);

        assertThat(inRound(campaign, 1, patients))
                .extracting(OutreachRequested::patientId)
                .doesNotHaveDuplicates();
        assertThat(inRound(campaign, 0, (int) before)).hasSize((int) before);
    }

    @Test
    void aClockThatJumpsRepeatsAndSkipsNothing() {
        insert(organization, 2);
        var campaign = started(2, AT_ONCE + "," + IN_TWO_DAYS + "," + IN_TWO_DAYS.replace("P2D", "P3D"), "");
        requests(campaign, 2);

        clock.advance(Duration.ofDays(-1));
        run(campaign);
        assertThat(requests(campaign)).as("back").hasSize(2);
        clock.advance(Duration.ofDays(11));
        run(campaign);
        requests(campaign, 4);
        assertThat(requests(campaign))
                .as("ahead: not all at once")
                .allMatch(each -> step(each).step() < 2);
        clock.advance(Duration.ofDays(1));
        run(campaign);

        assertThat(requests(campaign, 6).stream()
                        .map(each -> each.patientId() + "/" + step(each).step()))
                .doesNotHaveDuplicates();
    }

    private long asked(long campaign) {
        return count("SELECT COUNT(*) FROM step_executions WHERE campaign_id = :campaign", campaign);
    }

    private void speaks(long segment, long patient, long version, String language) {
        feed.preference(organization, patient, version, language, Channel.SMS);
        awaitMember(segment, patient, language.equals("en"));
    }

    private void awaitMember(long segment, long patient, boolean member) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> jdbc.sql("SELECT COUNT(*) FROM segment_members WHERE segment_id = ? AND patient_id = ?")
                                .params(segment, patient)
                                .query(Integer.class)
                                .single()
                        == (member ? 1 : 0));
    }
}
