package com.ovhi.outreach.orchestrator.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.orchestrator.job.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryReadingTests {

    @ParameterizedTest
    @CsvSource({
        "PROCESSING, PROCESSING",
        "ACCEPTED, SENT",
        "SENT, SENT",
        "DELIVERED, SENT DELIVERED",
        "OPENED, SENT DELIVERED OPENED",
        "CLICKED, SENT DELIVERED OPENED CLICKED",
        "UNKNOWN, UNDER_REVIEW",
        "BOUNCED, BOUNCED",
        "FAILED, FAILED",
        "EXHAUSTED, FAILED",
        "EXPIRED, EXPIRED",
        "COMPLAINED, SENT DELIVERED",
        "UNSUBSCRIBED, SENT DELIVERED"
    })
    void readsEveryStateWithWhatItImplies(DeliveryState state, String milestones) {
        assertThat(read(state, null, null, false).milestones())
                .containsExactlyElementsOf(List.of(milestones.split(" ")).stream()
                        .map(Milestone::of)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(
            value = DeliveryState.class,
            names = {"OPENED", "CLICKED"})
    void doesNotTakeSoftwareForAPerson(DeliveryState state) {
        assertThat(read(state, null, null, true).milestones()).containsExactly(Milestone.SENT, Milestone.DELIVERED);
    }

    @ParameterizedTest
    @EnumSource(FailureClass.class)
    void failsAJobThatIsNotTriedAgain(FailureClass failure) {
        assertThat(read(DeliveryState.NOT_SENT, failure, "x1", false).milestones())
                .isEqualTo(failure.retryable() ? List.of() : List.of(Milestone.FAILED));
    }

    @Test
    void keepsTheCodeOfTheProviderOrElseOurOwn() {
        assertThat(read(DeliveryState.FAILED, FailureClass.PERM_ADDR, "30003", false)
                        .failureCode())
                .isEqualTo("30003");
        assertThat(read(DeliveryState.FAILED, FailureClass.PERM_ADDR, null, false)
                        .failureCode())
                .isEqualTo("perm_addr");
        assertThat(read(DeliveryState.EXHAUSTED, null, null, false).failureCode())
                .isEqualTo("exhausted");
        assertThat(read(DeliveryState.NOT_SENT, FailureClass.THROTTLE, "20429", false)
                        .failureCode())
                .isNull();
    }

    private static Observation read(
            DeliveryState state, @Nullable FailureClass failure, @Nullable String code, boolean machine) {
        return DeliveryReading.of(new DeliveryReported(
                Samples.JOB, 16L, 1L, Channel.SMS, 1, state, "SM1", failure, code, null, machine, Samples.AT));
    }
}
