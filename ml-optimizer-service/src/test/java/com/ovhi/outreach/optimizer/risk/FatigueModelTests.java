package com.ovhi.outreach.optimizer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.ovhi.outreach.optimizer.learning.Example;
import com.ovhi.outreach.optimizer.learning.Logistic;
import com.ovhi.outreach.optimizer.risk.FatigueModel.Touch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FatigueModelTests {

    private static final Instant NOW = Instant.parse("2026-03-20T12:00:00Z");
    private static final FatigueModel MODEL = FatigueModel.defaults();

    @ParameterizedTest
    @CsvSource({"0,0", "1,0", "3,0", "4,0.408", "5,0.65", "6,0.793", "8,0.927", "40,1", "10000,1"})
    void growsWithEachMessageBeyondThreeAWeek(int messages, double score) {
        assertThat(MODEL.fatigue(Collections.nCopies(messages, new Touch(NOW, false)), NOW)
                        .score())
                .isEqualTo(score);
    }

    @Test
    void takesAnAnsweredMessageForHalfABother() {
        assertThat(FatigueModel.load(List.of(new Touch(NOW, true), new Touch(NOW, false)), NOW))
                .isEqualTo(1.5);
    }

    @Test
    void forgetsAfterAWeekAndSaysWhen() {
        var touches = new ArrayList<>(Collections.nCopies(3, new Touch(NOW, false)));
        touches.add(new Touch(NOW.minus(Duration.ofDays(5)), false));

        var fatigue = MODEL.fatigue(touches, NOW);

        assertThat(fatigue.score()).isEqualTo(0.408);
        assertThat(fatigue.fallsAt()).contains(NOW.plus(Duration.ofDays(2)));
        assertThat(MODEL.fatigue(touches, NOW.plus(Duration.ofDays(2)))).isEqualTo(Fatigue.NONE);
    }

    @Test
    void expectsTheOptOutsStudiesFound() {
        assertThat(MODEL.hazard(1, false)).isEqualTo(0.006, within(1e-9));
        assertThat(MODEL.hazard(1, true)).isEqualTo(0.015, within(2e-4));
        assertThat(MODEL.hazard(5, false)).isEqualTo(0.006 * 1.69, within(2e-4));
    }

    @Test
    void learnsThatPatientsMindMore() {
        var examples = new ArrayList<Example>();
        for (var i = 0; i < 4_000; i++) {
            examples.add(new Example(FatigueModel.features(1, false), i % 200 == 0, 1));
            examples.add(new Example(FatigueModel.features(6, false), i % 20 == 0, 1));
        }

        var learned = MODEL.after(examples);

        assertThat(learned.hazard(6, false)).isGreaterThan(1.5 * MODEL.hazard(6, false));
        assertThat(learned.fatigue(Collections.nCopies(4, new Touch(NOW, false)), NOW)
                        .score())
                .isGreaterThan(0.408);
    }

    /** A model by which messages refresh would make the score negative. */
    @Test
    void neverTakesMessagesForRest() {
        var absurd = new FatigueModel(Logistic.believed(List.of(-5.0, -3.0, 0.0), List.of(1.0, 1.0, 1.0)));

        assertThat(absurd.fatigue(Collections.nCopies(9, new Touch(NOW, false)), NOW)
                        .score())
                .isZero();
    }

    @Test
    void refusesWhatIsNoModel() {
        assertThatThrownBy(() -> new FatigueModel(Logistic.believed(List.of(1.0), List.of(1.0))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
