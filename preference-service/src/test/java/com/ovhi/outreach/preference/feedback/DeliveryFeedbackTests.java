package com.ovhi.outreach.preference.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.preference.suppression.SuppressionReason;
import org.jspecify.annotations.Nullable;
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
}
