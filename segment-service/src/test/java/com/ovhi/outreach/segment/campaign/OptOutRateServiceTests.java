package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** An opt-out is held against one message, however it is told and how often, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class OptOutRateServiceTests extends ChangingWishes {

    OptOutRateServiceTests(CampaignKit kit, @LocalServerPort int port) {
        super(kit, port);
    }

    @Test
    void pausesWhenPatientsUnsubscribeByTheLinkInTheMessage() {
        var patients = insert(organization, 50);
        patients.forEach(each -> tell(each, 1, OPEN, OPEN));
        patients.forEach(each -> awaitKnown(each, 1));
        var campaign = started(50, AT_ONCE + "," + IN_TWO_DAYS, "");
        requests(campaign, 50).forEach(each -> sent(each, UUID.randomUUID(), Channel.EMAIL));
        awaitSent(campaign, 50);

        allows(patients.get(0), 2, closed("opted-out"), OPEN);
        poller.check();
        assertThat(status(campaign)).as("one of fifty").isEqualTo("active");
        allows(patients.get(1), 2, closed("suppressed-unsubscribe"), OPEN);
        poller.check();

        awaitPaused(campaign, "opt-out-rate");
    }

    @Test
    void anOptOutIsHeldAgainstNoMessageOnAnotherChannelOrFromLongAgo() {
        var patients = insert(organization, 2);
        patients.forEach(each -> allows(each, 1, OPEN, OPEN));
        var campaign = started(2, AT_ONCE, "");
        requests(campaign, 2).forEach(each -> sent(each, UUID.randomUUID(), Channel.SMS));
        awaitSent(campaign, 2);

        allows(patients.getFirst(), 2, closed("opted-out"), OPEN);
        clock.advance(Duration.ofDays(8));
        allows(patients.getLast(), 2, OPEN, closed("opted-out"));

        assertThat(optOuts(campaign)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStopThatPreferencesTellOfAgainCountsOnceForTheMessageItWasTo(boolean replyFirst) {
        var patient = insert(organization, 1).getFirst();
        allows(patient, 1, OPEN, OPEN);
        var segment = segment(api, 1);
        var asked = started(segment, AT_ONCE, "");
        var stopped = UUID.randomUUID();
        sent(requests(asked, 1).getFirst(), stopped, Channel.SMS);
        awaitSent(asked, 1);
        clock.advance(Duration.ofMinutes(5));
        var later = started(segment, AT_ONCE + "," + IN_TWO_DAYS, "");
        sent(requests(later, 1).getFirst(), UUID.randomUUID(), Channel.SMS);
        awaitSent(later, 1);

        if (replyFirst) {
            stop(patient, stopped);
            awaitOptOuts(asked, 1);
        }
        allows(patient, 2, OPEN, closed("opted-out"));
        if (!replyFirst) {
            assertThat(optOuts(later)).as("until it is known better").isEqualTo(1);
            stop(patient, stopped);
            awaitOptOuts(asked, 1);
        }

        assertThat(optOuts(later)).isZero();
        assertThat(exited(later, "opted-out")).isEqualTo(1);
        await().untilAsserted(() -> assertThat(optOutDays(patient)).containsExactly(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReportOfSpamIsNoOptOutBesides(boolean reportFirst) {
        var patient = insert(organization, 1).getFirst();
        allows(patient, 1, OPEN, OPEN);
        var campaign = started(1, AT_ONCE, "");
        var job = UUID.randomUUID();
        sent(requests(campaign, 1).getFirst(), job, Channel.EMAIL);
        awaitSent(campaign, 1);

        if (!reportFirst) {
            allows(patient, 2, closed("suppressed-complaint"), OPEN);
        }
        report(patient, job, DeliveryState.COMPLAINED);
        await().untilAsserted(() -> assertThat(count(
                        "SELECT COUNT(complained_at) FROM step_executions WHERE campaign_id = :campaign", campaign))
                .isEqualTo(1));
        if (reportFirst) {
            allows(patient, 2, closed("suppressed-complaint"), OPEN);
        }

        assertThat(optOuts(campaign)).isZero();
    }

    /** The patient answered an ordinary reminder: no campaign is to blame, in whichever order that is told. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStopToAnotherMessageIsHeldAgainstNoCampaign(boolean replyFirst) {
        var patient = insert(organization, 1).getFirst();
        var campaign = told(patient, Channel.SMS);

        if (replyFirst) {
            stop(patient, UUID.randomUUID());
            await().untilAsserted(
                            () -> assertThat(exited(campaign, "opted-out")).isEqualTo(1));
        }
        allows(patient, 2, OPEN, closed("opted-out"));
        if (!replyFirst) {
            assertThat(optOuts(campaign)).as("until it is known better").isEqualTo(1);
            stop(patient, UUID.randomUUID());
        }

        awaitOptOuts(campaign, 0);
        assertThat(exited(campaign, "opted-out")).isEqualTo(1);
        await().untilAsserted(() -> assertThat(optOutDays(patient)).containsExactly(1));
    }

    @Test
    void whoLeavesByTheLinkInAnotherMessageIsHeldAgainstNoCampaign() {
        var patient = insert(organization, 1).getFirst();
        var campaign = told(patient, Channel.EMAIL);
        allows(patient, 2, closed("opted-out"), OPEN);
        assertThat(optOuts(campaign)).as("until it is known better").isEqualTo(1);

        report(patient, UUID.randomUUID(), DeliveryState.UNSUBSCRIBED);

        awaitOptOuts(campaign, 0);
    }

    @Test
    void anotherStopOfThatDayThatNamesNoMessageIsHeldAgainstNoneEither() {
        var patient = insert(organization, 1).getFirst();
        var campaign = told(patient, Channel.SMS);
        stop(patient, UUID.randomUUID());
        await().untilAsserted(() -> assertThat(exited(campaign, "opted-out")).isEqualTo(1));

        stop(patient, null);

        await().untilAsserted(() -> assertThat(
                        count("SELECT COUNT(answered_at) FROM step_executions WHERE campaign_id = :campaign", campaign))
                .isEqualTo(1));
        assertThat(optOuts(campaign)).isZero();
    }

    /** Answers and news of messages come by different ways: who answers at once may be heard before the message has left. */
    @Test
    void aStopIsHeldAgainstTheCampaignOnceItsMessageIsHeardOf() {
        var patient = insert(organization, 1).getFirst();
        allows(patient, 1, OPEN, OPEN);
        var campaign = started(1, AT_ONCE + "," + IN_TWO_DAYS, "");
        var request = requests(campaign, 1).getFirst();
        var job = UUID.randomUUID();

        stop(patient, job);
        await().untilAsserted(() -> assertThat(exited(campaign, "opted-out")).isEqualTo(1));
        sent(request, job, Channel.SMS);
        awaitSent(campaign, 1);
        poller.check();

        assertThat(optOuts(campaign)).isEqualTo(1);
    }

    /** Has told a patient of two channels the first step of a campaign. */
    private long told(long patient, Channel channel) {
        allows(patient, 1, OPEN, OPEN);
        var campaign = started(1, AT_ONCE + "," + IN_TWO_DAYS, "");
        sent(requests(campaign, 1).getFirst(), UUID.randomUUID(), channel);
        awaitSent(campaign, 1);
        return campaign;
    }

    private void stop(long patient, @Nullable UUID job) {
        kafka.publish(Topics.REPLY, Long.toString(patient), stopTo(patient, job, null));
    }

    private void report(long patient, UUID job, DeliveryState objection) {
        kafka.publish(Topics.DELIVERY, job.toString(), objection(patient, job, objection));
    }

    private void awaitOptOuts(long campaign, int expected) {
        await().untilAsserted(() -> assertThat(optOuts(campaign)).isEqualTo(expected));
    }
}
