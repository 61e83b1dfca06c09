package com.ovhi.outreach.analytics.timing;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.analytics.inference.KaplanMeier.Observed;
import com.ovhi.outreach.analytics.report.TestCells;
import com.ovhi.outreach.analytics.timing.Waits.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoarseTests {

    @Test
    void neighboursAreJoinedUntilNoneTellsOfFew() {
        var observed =
                List.of(step(1, 20, 3), step(2, 9, 1), step(3, 4, 0), step(4, 12, 2), step(5, 0, 7), step(6, 3, 1));

        assertThat(Coarse.of(observed, TestCells.smallest(11)))
                .containsExactly(new Observed(1, 20, 3), new Observed(6, 28, 11));
    }

    @Test
    void theRestJoinsTheLastOne() {
        assertThat(Coarse.of(List.of(step(1, 20, 0), step(2, 3, 1)), TestCells.smallest(11)))
                .containsExactly(new Observed(2, 23, 1));
        assertThat(Coarse.of(List.of(step(2, 3, 1)), TestCells.smallest(11))).containsExactly(new Observed(2, 3, 1));
    }

    @Test
    void nothingIsJoinedWhereAllMayBeShown() {
        assertThat(Coarse.of(List.of(step(1, 1, 0), step(2, 1, 1)), TestCells.smallest(1)))
                .containsExactly(new Observed(1, 1, 0), new Observed(2, 1, 1));
    }

    @Test
    void oneWithManyMessagesIsNotTakenForMany() {
        var one = new Step(new Observed(1, 30, 0), 1);

        assertThat(Coarse.of(List.of(one, step(2, 12, 0)), TestCells.smallest(11)))
                .containsExactly(new Observed(2, 42, 0));
    }

    /** Of as many people as events. */
    private static Step step(long time, long events, long lost) {
        return new Step(new Observed(time, events, lost), events);
    }
}
