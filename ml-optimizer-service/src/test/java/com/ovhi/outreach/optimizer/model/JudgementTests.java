package com.ovhi.outreach.optimizer.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.optimizer.evaluation.Calibration;
import com.ovhi.outreach.optimizer.evaluation.Decided;
import com.ovhi.outreach.optimizer.evaluation.Forecast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JudgementTests {

    private static final int MANY = 400;

    @Test
    void promotesWhatForecastsBetter() {
        assertThat(why(0.29, Optional.empty())).isEqualTo(Judgement.BETTER);
        assertThat(why(0.29, Optional.of(0.35))).isEqualTo(Judgement.BETTER);
    }

    @Test
    void keepsTheDefaultOrTheChampionWhereTheyAreBetter() {
        assertThat(why(0.7, Optional.empty())).isEqualTo("worse-than-default");
        assertThat(why(0.5, Optional.empty())).isEqualTo("worse-than-default");
        assertThat(why(0.4, Optional.of(0.3))).isEqualTo("worse-than-champion");
    }

    @Test
    void asksForFactsAndCalibration() {
        var few = forecasts(0.3, 150, "language=en");
        assertThat(Judgement.of(few, Optional.empty(), forecasts(0.5, 150, "language=en"), List.of())
                        .why())
                .isEqualTo("too-few-facts");

        var off = forecasts(0.41, MANY, "language=en");
        assertThat(Judgement.of(off, Optional.empty(), forecasts(0.5, MANY, "language=en"), List.of())
                        .why())
                .isEqualTo("not-calibrated");
    }

    /** Right on the whole, but wrong about those who speak Spanish. */
    @Test
    void promotesNothingThatIsUnfair() {
        var challenger = new ArrayList<Forecast>();
        var defaults = new ArrayList<Forecast>();
        for (var i = 0; i < MANY; i++) {
            var spanish = i % 4 == 0;
            var happened = spanish ? i % 8 == 0 : i % 10 == 1;
            var group = spanish ? "language=es" : "language=en";
            for (var each : List.of(group, "age=unknown")) {
                challenger.add(new Forecast(spanish ? 0.35 : 0.13, happened, each));
                // As wrong as can be about single patients, and right about groups.
                defaults.add(new Forecast(spanish ? 0.5 : i % 2 == 0 ? 0.26 : 0.008, happened, each));
            }
        }

        assertThat(Judgement.of(challenger, Optional.empty(), defaults, List.of())
                        .why())
                .isIn("unfair", Judgement.BETTER)
                .isEqualTo("unfair");
    }

    @Test
    void promotesNothingThatDecidesWorse() {
        var decided = IntStream.range(0, MANY)
                .mapToObj(i -> new Decided(i % 2, 0.5, i % 2 == 0 && i % 4 == 0, List.of(0.0, 1.0), List.of(0.5, 0.0)))
                .toList();

        var judgement = Judgement.of(
                forecasts(0.3, MANY, "language=en"), Optional.empty(), forecasts(0.5, MANY, "language=en"), decided);

        assertThat(judgement.why()).isEqualTo("worse-decisions");
    }

    @Test
    void callsNoAccidentADrift() {
        assertThat(Judgement.drift(Calibration.of(forecasts(0.3, MANY, "a")))).isZero();
        assertThat(Judgement.drift(Calibration.of(forecasts(0.15, MANY, "a")))).isBetween(0.9, 1.1);
        assertThat(Judgement.drift(Calibration.of(forecasts(0.9, 50, "a")))).isZero();
        assertThat(Judgement.drift(Calibration.of(List.of()))).isZero();
    }

    private static String why(double challenger, Optional<Double> champion) {
        return Judgement.of(
                        forecasts(challenger, MANY, "language=en"),
                        champion.map(each -> forecasts(each, MANY, "language=en")),
                        forecasts(0.5, MANY, "language=en"),
                        List.of())
                .why();
    }

    /** Three of ten happen. Each forecast is listed for its language and its age. */
    private static List<Forecast> forecasts(double said, int number, String group) {
        var forecasts = new ArrayList<Forecast>();
        for (var i = 0; i < number; i++) {
            forecasts.add(new Forecast(said, i % 10 < 3, group));
            forecasts.add(new Forecast(said, i % 10 < 3, "age=unknown"));
        }
        return forecasts;
    }
}
