package com.ovhi.outreach.optimizer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.optimizer.learning.Logistic;
import com.ovhi.outreach.optimizer.risk.NoShowModel.Visit;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoShowModelTests {

    private static final NoShowModel MODEL = NoShowModel.defaults();

    /** The logit of 0.15 and the summands of domain.md §9. */
    @ParameterizedTest
    @CsvSource({
        "0, 7, false, false, WEDNESDAY, 0.15",
        "1, 7, false, false, WEDNESDAY, 0.225",
        "4, 7, false, false, WEDNESDAY, 0.566",
        "5, 7, false, false, WEDNESDAY, 0.566",
        "0, 0, false, false, WEDNESDAY, 0.097",
        "0, 2, false, false, WEDNESDAY, 0.097",
        "0, 3, false, false, WEDNESDAY, 0.15",
        "0, 15, false, false, WEDNESDAY, 0.192",
        "0, 30, false, false, WEDNESDAY, 0.192",
        "0, 31, false, false, WEDNESDAY, 0.225",
        "0, 7, true, false, WEDNESDAY, 0.192",
        "0, 7, false, true, WEDNESDAY, 0.192",
        "0, 7, false, false, MONDAY, 0.156",
        "0, 7, false, false, FRIDAY, 0.156",
        "3, 40, true, true, MONDAY, 0.714"
    })
    void knowsWhatMakesAVisitLikelyMissed(
            int missed, long lead, boolean first, boolean young, DayOfWeek day, double risk) {
        assertThat(MODEL.risk(new Visit(Instant.EPOCH, missed, lead, first, young, day)))
                .isEqualTo(risk);
    }

    @Test
    void refusesWhatIsNoModel() {
        assertThatThrownBy(() -> new NoShowModel(Logistic.believed(List.of(1.0), List.of(1.0))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
