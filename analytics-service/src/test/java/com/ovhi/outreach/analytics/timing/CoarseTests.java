package com.ovhi.outreach.analytics.timing;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.analytics.inference.KaplanMeier.Observed;
import com.ovhi.outreach.analytics.report.TestCells;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoarseTests {

    @Test
    void neighboursAreJoinedUntilNoneTellsOfFew() {
        var observed = List.of(
                new Observed(1, 20, 3),
                new Observed(2, 4, 1),
                new Observed(3, 5, 0),
                new Observed(4, 6, 2),
                new Observed(5, 0, 7),
                new Observed(6, 3, 1));

        assertThat(Coarse.of(observed, TestCells.smallest(11)))
                .containsExactly(new Observed(1, 20, 3), new Observed(4, 15, 3), new Observed(6, 3, 8));
    }

    @Test
    void theRestJoinsTheLastOne() {
        assertThat(Coarse.of(List.of(new Observed(1, 20, 0), new Observed(2, 3, 1)), TestCells.smallest(11)))
                .containsExactly(new Observed(2, 23, 1));
        assertThat(Coarse.of(List.of(new Observed(2, 3, 1)), TestCells.smallest(11)))
                .containsExactly(new Observed(2, 3, 1));
    }

    @Test
    void nothingIsJoinedWhereAllMayBeShown() {
        var observed = List.of(new Observed(1, 1, 0), new Observed(2, 1, 1));

        assertThat(Coarse.of(observed, TestCells.smallest(1))).isEqualTo(observed);
    }
}
