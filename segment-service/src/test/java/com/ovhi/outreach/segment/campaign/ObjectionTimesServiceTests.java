package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Which message an objection was to, where that is guessed, heard of late or told twice at once, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class ObjectionTimesServiceTests extends ChangingWishes {

    private static final Duration LATER = Duration.ofHours(20);

    /** Long enough for the news of what a patient allows to be read. */
    private static final Duration A_MOMENT = Duration.ofSeconds(3);

    private final Outcomes outcomes;

    ObjectionTimesServiceTests(CampaignKit kit, Outcomes outcomes, @LocalServerPort int port) {
        super(kit, port);
        this.outcomes = outcomes;
    }

    /** Nobody quotes an SMS: of the one question that was open the answer says only when it was asked. */
    @ParameterizedTest
    @CsvSource({"sms,1", "email,0"})
    void aStopIsToTheCampaignThatWroteAfterTheQuestionThatWasOpen(String channel, int expected) {
        var patient = insert(organization, 1).getFirst();
        var asked = clock.instant();
        clock.advance(LATER);
        var campaign = told(patient, Channel.of(channel));
        clock.advance(Duration.ofMinutes(1));

        reply(stopTo(patient, UUID.randomUUID(), asked));
        allows(patient, 2, OPEN, closed("opted-out"));

        assertThat(optOuts(campaign)).isEqualTo(expected);
        assertThat(exited(campaign, "opted-out")).isEqualTo(1);
    }

    @Test
    void aStopIsToTheQuestionThatWasAskedAfterTheCampaignWrote() {
        var patient = insert(organization, 1).getFirst();
        var campaign = told(patient, Channel.SMS);
        clock.advance(LATER);
        var asked = clock.instant();
        clock.advance(Duration.ofMinutes(1));

        reply(stopTo(patient, UUID.randomUUID(), asked));
        allows(patient, 2, OPEN, closed("opted-out"));

        assertThat(optOuts(campaign)).isZero();
        assertThat(exited(campaign, "opted-out")).isEqualTo(1);
    }

    /** Neither consumer sees what the other has not committed. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStopAndTheStateThatFollowsFromItAreOneWhenTheyAreHeardAtOnce(boolean ofACampaign) {
        var patient = insert(organization, 1).getFirst();
        var job = UUID.randomUUID();
        allows(patient, 1, OPEN, OPEN);
        var segment = segment(api, 1);
        var named = started(segment, AT_ONCE, "");
        sent(requests(named, 1).getFirst(), ofACampaign ? job : UUID.randomUUID(), Channel.SMS);
        awaitSent(named, 1);
        clock.advance(Duration.ofMinutes(5));
        var later = started(segment, AT_ONCE + "," + IN_TWO_DAYS, "");
        sent(requests(later, 1).getFirst(), UUID.randomUUID(), Channel.SMS);
        awaitSent(later, 1);

        transactions.executeWithoutResult(_ -> {
            outcomes.reply(stopTo(patient, job, null), organization, patient);
            tell(patient, 2, OPEN, closed("opted-out"));
            await().pollDelay(A_MOMENT).until(() -> true);
        });
        awaitKnown(patient, 2);
        poller.check();

        assertThat(optOuts(later)).isZero();
        assertThat(optOuts(named)).isEqualTo(ofACampaign ? 1 : 0);
    }

    /** A STOP is told of the record it was said under; the campaign may have written to the other one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSameHoldsOfARecordThatWasMergedIntoTheOther(boolean saidUnderTheFormer) {
        var patients = insert(organization, 2);
        var former = patients.getFirst();
        var survivor = patients.getLast();
        patients.forEach(each -> allows(each, 1, OPEN, OPEN));
        var campaign = started(2, AT_ONCE + "," + IN_TWO_DAYS, "");
        requests(campaign, 2).stream()
                .filter(each -> each.patientId() == (saidUnderTheFormer ? survivor : former))
                .forEach(each -> sent(each, UUID.randomUUID(), Channel.SMS));
        awaitSent(campaign, 1);
        feed.merged(organization, former, survivor);
        await().until(() -> jdbc.sql("SELECT COUNT(*) FROM patients WHERE patient_id = ? AND merged_into = ?")
                        .params(former, survivor)
                        .query(Long.class)
                        .single()
                == 1);

        transactions.executeWithoutResult(_ -> {
            var who = saidUnderTheFormer ? former : survivor;
            outcomes.reply(stopTo(who, UUID.randomUUID(), null), organization, who);
            tell(survivor, 2, OPEN, closed("opted-out"));
            await().pollDelay(A_MOMENT).until(() -> true);
        });
        awaitKnown(survivor, 2);
        poller.check();

        assertThat(optOuts(campaign)).isZero();
    }

    /** The provider's report may be heard before the message has left. */
    @Test
    void aComplaintEndsItsCampaignOnceTheMessageIsHeardOf() {
        var patient = insert(organization, 1).getFirst();
        allows(patient, 1, OPEN, OPEN);
        var campaign = started(1, AT_ONCE + "," + IN_TWO_DAYS, "");
        var job = UUID.randomUUID();

        transactions.executeWithoutResult(_ -> outcomes.objected(objection(patient, job, DeliveryState.COMPLAINED)));
        sent(requests(campaign, 1).getFirst(), job, Channel.EMAIL);
        awaitSent(campaign, 1);
        poller.check();

        assertThat(count("SELECT COUNT(complained_at) FROM step_executions WHERE campaign_id = :campaign", campaign))
                .isEqualTo(1);
        assertThat(exited(campaign, "opted-out")).isEqualTo(1);
    }

    /** Has told a patient of two channels the first step of a campaign. */
    private long told(long patient, Channel channel) {
        allows(patient, 1, OPEN, OPEN);
        var campaign = started(1, AT_ONCE + "," + IN_TWO_DAYS, "");
        sent(requests(campaign, 1).getFirst(), UUID.randomUUID(), channel);
        awaitSent(campaign, 1);
        return campaign;
    }

    private void reply(ReplyUnderstood reply) {
        transactions.executeWithoutResult(
                _ -> outcomes.reply(reply, organization, Objects.requireNonNull(reply.patientId())));
    }
}
