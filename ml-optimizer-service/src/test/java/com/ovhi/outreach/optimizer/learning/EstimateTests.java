package com.ovhi.outreach.optimizer.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstimateTests {

    private static final Fatigue FRESH = Fatigue.of(List.of(), Instant.EPOCH);
    private static final List<HourCount> COUNTS = List.of(new HourCount(9, 10, 1), new HourCount(18, 10, 8));

    @Test
    void saysHowMuchIsKnown() {
        var estimate = Estimate.of(COUNTS, FRESH, true);

        assertThat(estimate.bestHour()).contains(18);
        assertThat(estimate.evidence()).isEqualTo(9);
        assertThat(estimate.confidence()).isEqualTo(0.5);
        assertThat(Estimate.of(List.of(), FRESH, true).confidence()).isZero();
    }

    @Test
    void namesNoHourWhenItIsNotKnownWhereThePatientIs() {
        assertThat(Estimate.of(COUNTS, FRESH, false).bestHour()).isEmpty();
    }
}
