package com.ovhi.outreach.common.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.ovhi.outreach.common.contract.HourWeights.Hour;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HourWeightsTests {

    private static final List<Double> EVEN = Collections.nCopies(24, 1.0 / 24);

    @Test
    void keepsTheSharesOfAllowedHours() {
        var weights = weights(Map.of(10, 0.75, 14, 0.25));

        assertThat(weights.chances(workdays(10, 14), 0)).containsExactly(0.75, 0.25);
    }

    @Test
    void givesTheShareOfAnHourThatIsNotAllowedToTheNearestAroundTheClock() {
        assertThat(weights(Map.of(23, 1.0)).chances(workdays(9, 19), 0)).containsExactly(0.0, 1.0);
        assertThat(weights(Map.of(3, 1.0)).chances(workdays(9, 19), 0)).containsExactly(1.0, 0.0);
        assertThat(weights(Map.of(14, 1.0)).chances(workdays(12, 16), 0)).containsExactly(1.0, 0.0);
    }

    @Test
    void leavesEveryHourAChance() {
        assertThat(weights(Map.of(9, 1.0)).chances(workdays(9, 10, 11, 12, 13), 0.05))
                .satisfies(chances -> assertThat(chances.get(0)).isEqualTo(0.96, within(1e-9)))
                .satisfies(chances -> assertThat(chances.get(4)).isEqualTo(0.01, within(1e-9)));
    }

    @Test
    void goesByTheKindOfDay() {
        var weights = new HourWeights(shares(Map.of(9, 1.0)), shares(Map.of(15, 1.0)));

        var chances = weights.chances(List.of(new Hour(9, false), new Hour(15, true)), 0);

        assertThat(chances).containsExactly(0.5, 0.5);
    }

    /** All hours of a weekend, but nothing is known of weekends there: rather evenly than not at all. */
    @Test
    void sharesEvenlyWhereNothingIsLeft() {
        var weights = new HourWeights(EVEN, Collections.nCopies(24, 0.0));

        assertThat(weights.chances(List.of(new Hour(9, true), new Hour(10, true)), 0))
                .containsExactly(0.5, 0.5);
    }

    @Test
    void isSoundOnlyWithTwentyFourShares() {
        assertThat(new HourWeights(EVEN, EVEN).sound()).isTrue();
        assertThat(new HourWeights(EVEN, EVEN.subList(0, 23)).sound()).isFalse();
        assertThat(new HourWeights(List.of(), EVEN).sound()).isFalse();
        assertThat(new HourWeights(EVEN, Collections.nCopies(24, 0.0)).sound()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, 1e300, Double.NaN, Double.POSITIVE_INFINITY})
    void isNotSoundWithAbsurdShares(double absurd) {
        var shares = new ArrayList<>(EVEN);
        shares.set(5, absurd);

        assertThat(new HourWeights(shares, EVEN).sound()).isFalse();
    }

    private static List<Hour> workdays(int... hours) {
        var all = new ArrayList<Hour>();
        for (var hour : hours) {
            all.add(new Hour(hour, false));
        }
        return all;
    }

    private static HourWeights weights(Map<Integer, Double> shares) {
        return new HourWeights(shares(shares), shares(shares));
    }

    private static List<Double> shares(Map<Integer, Double> some) {
        var shares = new ArrayList<>(Collections.nCopies(24, 0.0));
        some.forEach(shares::set);
        return shares;
    }
}
