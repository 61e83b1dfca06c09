package com.ovhi.outreach.preference.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuppressionCauseTests {

    private static final Instant T0 = Instant.parse("2026-03-02T15:00:00Z");

    @ParameterizedTest
    @CsvSource({"1,,true", "1,2,false", "2,1,true", "1,1,true", ",1,false"})
    void holdsUntilSomethingNewerLiftsIt(@Nullable Integer since, @Nullable Integer lifted, boolean holds) {
        assertThat(cause(SuppressionReason.STOP, since, lifted, false).holds()).isEqualTo(holds);
    }

    @Test
    void isNotLiftedWithinTheSecondInWhichItBegan() {
        var cause = new SuppressionCause(SuppressionReason.STOP, T0, T0.plusMillis(400), false);

        assertThat(cause.holds()).isTrue();
        assertThat(new SuppressionCause(SuppressionReason.STOP, T0, T0.plusSeconds(1), false).holds())
                .isFalse();
    }

    @Test
    void namesTheGravestReasonThatHolds() {
        var sum = SuppressionCause.sum(
                List.of(
                        cause(SuppressionReason.STOP, 1, 2, false),
                        cause(SuppressionReason.BOUNCE, 1, null, false),
                        cause(SuppressionReason.COMPLAINT, 1, null, false)),
                SuppressionReason.STOP);

        assertThat(sum).isEqualTo(new Suppression(true, false, SuppressionReason.COMPLAINT));
    }

    @Test
    void isForMarketingOnlyWhenNothingElseHolds() {
        var marketing = cause(SuppressionReason.UNSUBSCRIBE, 1, null, true);

        assertThat(SuppressionCause.sum(List.of(marketing), SuppressionReason.STOP)
                        .total())
                .isFalse();
        assertThat(SuppressionCause.sum(
                                List.of(marketing, cause(SuppressionReason.BOUNCE, 1, null, false)),
                                SuppressionReason.STOP)
                        .total())
                .isTrue();
    }

    private static SuppressionCause cause(
            SuppressionReason reason, @Nullable Integer since, @Nullable Integer lifted, boolean marketingOnly) {
        return new SuppressionCause(reason, at(since), at(lifted), marketingOnly);
    }

    private static @Nullable Instant at(@Nullable Integer minute) {
        return minute == null ? null : T0.plusSeconds(60L * minute);
    }
}
