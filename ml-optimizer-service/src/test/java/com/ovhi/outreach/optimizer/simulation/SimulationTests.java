package com.ovhi.outreach.optimizer.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulation of {@code deploy/load/optimiser-simulation}, smaller. */
class SimulationTests {

    private static final int PATIENTS = 600;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void findsTheBestHour(long seed) {
        var curves = new HourSimulation(PATIENTS, seed, 3, 0.35).run();
        var learned = Objects.requireNonNull(curves.get("Learned"));

        assertThat(learned.afterTwelve()).isGreaterThan(OptimiserSimulation.LEAST_SHARE);
        assertThat(curves).allSatisfy((name, curve) -> {
            if (!name.equals("Learned")) {
                assertThat(curve.afterTwelve()).isLessThan(learned.afterTwelve());
            }
        });
        assertThat(learned.calibration().error()).isLessThan(0.04);
        assertThat(learned.shares().getLast()).isGreaterThan(learned.shares().getFirst() + 0.1);
    }

    @Test
    void isTheSameForTheSameSeed() {
        var once = new HourSimulation(100, 7, 2, 0.35).run();

        assertThat(new HourSimulation(100, 7, 2, 0.35).run()).isEqualTo(once);
        assertThat(new HourSimulation(100, 8, 2, 0.35).run()).isNotEqualTo(once);
    }

    @Test
    void findsTheChannel() {
        var result = ChannelSimulation.run(PATIENTS, 1);
        var learned = Objects.requireNonNull(result.shares().get("learned"));

        assertThat(learned).isGreaterThan(OptimiserSimulation.LEAST_SHARE);
        assertThat(result.shares())
                .allSatisfy((name, share) -> assertThat(share).isLessThanOrEqualTo(learned));
        assertThat(result.calibration().error()).isLessThan(0.08);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void findsTheWordingAndClosesTheHarmfulOne(long seed) {
        var result = ContentSimulation.run(500, seed);
        var learned = Objects.requireNonNull(result.shares().get(ContentSimulation.LEARNED));

        assertThat(learned).isGreaterThan(OptimiserSimulation.LEAST_SHARE);
        // Another wording is best for the few who speak the other language; whoever does not ask by language loses that
        // much.
        assertThat(learned).isLessThan(result.shares().get(ContentSimulation.BY_LANGUAGE));
        assertThat(OptimiserSimulation.others(result.shares()))
                .allSatisfy((name, share) -> assertThat(share).isLessThan(learned));
        assertThat(result.optOuts().get(ContentSimulation.LEARNED))
                .isLessThan(result.optOuts().get("even"));
    }

    @Test
    void sparesTheTiredAndLosesFewVisits() {
        var compared = FatigueSimulation.run(2_000, 1);

        assertThat(compared.fewerOptOuts()).isGreaterThanOrEqualTo(0.2);
        assertThat(compared.fewerConfirmed()).isLessThanOrEqualTo(0.03);
        assertThat(compared.with().marketing()).isLessThan(compared.without().marketing());
    }
}
