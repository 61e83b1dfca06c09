package com.ovhi.outreach.orchestrator.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.orchestrator.job.Replan.Cause;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

class AftermathTests {

    private static final Duration LATENESS = Duration.ofHours(1);

    /** What has failed leads on, but for what the patient does not want; what is tried again by itself does not. */
    @ParameterizedTest
    @NullSource
    @EnumSource(FailureClass.class)
    void forgetsNoFailureAndDoublesNoRetry(@Nullable FailureClass failure) {
        var report = new DeliveryReported(
                UUID.randomUUID(),
                15L,
                4711L,
                Channel.SMS,
                1,
                DeliveryState.NOT_SENT,
                null,
                failure,
                null,
                null,
                false,
                Samples.AT);
        var failed = DeliveryReading.of(report).milestones().contains(Milestone.FAILED);
        var unwanted = failure == FailureClass.OPTOUT || failure == FailureClass.REFUSED;

        assertThat(Aftermath.cause(report, LATENESS).isPresent()).isEqualTo(failed && !unwanted);
    }

    /** A message for which there is no room waits some seconds by itself; for more than that it may find a better time. */
    @ParameterizedTest
    @CsvSource({
        "contact-cap, 1000, ",
        "contact-cap, 3600001, CROWDED",
        "contact-cap, , ",
        "circuit-open, 9999999, ",
        "circuit-patience, , PATIENCE"
    })
    void looksForAnotherTimeOnlyForWhatWouldWaitLong(String code, @Nullable Long pause, @Nullable Cause cause) {
        var report = new DeliveryReported(
                UUID.randomUUID(),
                15L,
                4711L,
                Channel.SMS,
                1,
                DeliveryState.NOT_SENT,
                null,
                FailureClass.PARKED,
                code,
                pause,
                false,
                Samples.AT);

        assertThat(Aftermath.cause(report, LATENESS).orElse(null)).isEqualTo(cause);
    }
}
