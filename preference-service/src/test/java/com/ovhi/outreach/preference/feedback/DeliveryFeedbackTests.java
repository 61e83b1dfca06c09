package com.ovhi.outreach.preference.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.preference.suppression.SuppressionReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryFeedbackTests {

    @ParameterizedTest
    @CsvSource({
        "SMS, 30006, LANDLINE",
        "SMS, 21614, LANDLINE",
        "SMS, 30005, UNDELIVERABLE",
        "WHATSAPP, 30006, UNDELIVERABLE"
    })
    void learnsWhichNumbersTakeNoTexts(Channel channel, String code, SuppressionReason meaning) {
        var report = new DeliveryReported(
                Samples.JOB,
                null,
                null,
                channel,
                1,
                DeliveryState.FAILED,
                null,
                FailureClass.PERM_ADDR,
                code,
                null,
                false,
                Samples.AT);

        assertThat(DeliveryFeedback.meaning(report)).contains(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLAINED,, COMPLAINT",
        "UNSUBSCRIBED,, UNSUBSCRIBE",
        "NOT_SENT, OPTOUT, STOP",
        "FAILED, OPTOUT, STOP",
        "BOUNCED, PERM_ADDR, BOUNCE",
        "FAILED, PERM_ADDR, UNDELIVERABLE",
        "NOT_SENT, PERM_ADDR, UNDELIVERABLE",
        "BOUNCED, PERM_MSG,",
        "BOUNCED,,",
        "NOT_SENT, THROTTLE,",
        "NOT_SENT, REFUSED,",
        "DELIVERED,,",
        "UNKNOWN,,"
    })
    void knowsWhatADeliverySaysAboutTheAddress(
            DeliveryState state, @Nullable FailureClass failure, @Nullable SuppressionReason meaning) {
        var report = new DeliveryReported(
                Samples.JOB, null, null, Channel.SMS, 1, state, null, failure, null, null, false, Samples.AT);

        assertThat(DeliveryFeedback.meaning(report).orElse(null)).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "SMS, FAILED, RETRY, 30003, 3, 30",
        "SMS, NOT_SENT, PERM_MSG, 30004, 2, 30",
        "SMS, FAILED, PERM_ADDR, 30005, 2, 7",
        "WHATSAPP, FAILED, PERM_ADDR, 131026, 2, 30"
    })
    void countsWhatSaysSomethingOnlyWhenRepeated(
            Channel channel, DeliveryState state, FailureClass failure, String code, int strikes, int days) {
        var report = new DeliveryReported(
                Samples.JOB, null, null, channel, 1, state, null, failure, code, null, false, Samples.AT);
        assertThat(DeliveryFeedback.meaning(report)).contains(SuppressionReason.UNDELIVERABLE);
        assertThat(StrikeRule.of(report)).hasValueSatisfying(rule -> {
            assertThat(rule.strikes()).isEqualTo(strikes);
            assertThat(rule.within()).isEqualTo(Duration.ofDays(days));
        });
    }

    @ParameterizedTest
    @CsvSource({"SMS, FAILED, 30006", "WHATSAPP, FAILED, 30005", "SMS, FAILED, 131026", "SMS, DELIVERED, 30005"})
    void countsNothingElse(Channel channel, DeliveryState state, String code) {
        var report = new DeliveryReported(
                Samples.JOB,
                null,
                null,
                channel,
                1,
                state,
                null,
                FailureClass.PERM_ADDR,
                code,
                null,
                false,
                Samples.AT);
        assertThat(StrikeRule.of(report)).isEmpty();
    }

    @Test
    void passesOverAnswersUntilItIsSaidWhoseTheyAre() {
        assertThat(DeliveryFeedback.meaning(ofAnswer(null))).isEmpty();
        assertThat(DeliveryFeedback.meaning(ofAnswer(Samples.PATIENT))).contains(SuppressionReason.COMPLAINT);
    }

    private static DeliveryReported ofAnswer(@Nullable Long patient) {
        return new DeliveryReported(
                Samples.JOB,
                null,
                patient,
                Channel.EMAIL,
                DeliveryReported.ANSWER,
                DeliveryState.COMPLAINED,
                null,
                null,
                null,
                null,
                false,
                Samples.AT);
    }
}
