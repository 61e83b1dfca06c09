package com.ovhi.outreach.analytics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.ovhi.outreach.analytics.inference.KaplanMeier.Observed;
import com.ovhi.outreach.analytics.inference.KaplanMeier.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Remissions under 6-mercaptopurine (Freireich et al., Blood 21 (1963) 699-716), as in every textbook since. */
class KaplanMeierTests {

    private static final List<Observed> REMISSIONS = List.of(
            new Observed(6, 3, 1),
            new Observed(7, 1, 0),
            new Observed(9, 0, 1),
            new Observed(10, 1, 1),
            new Observed(11, 0, 1),
            new Observed(13, 1, 0),
            new Observed(16, 1, 0),
            new Observed(17, 0, 1),
            new Observed(19, 0, 1),
            new Observed(20, 0, 1),
            new Observed(22, 1, 0),
            new Observed(23, 1, 0),
            new Observed(25, 0, 1),
            new Observed(32, 0, 2),
            new Observed(34, 0, 1),
            new Observed(35, 0, 1));

    @Test
    void theCurveIsTheOneOfTheTextbooks() {
        var curve = KaplanMeier.of(REMISSIONS, 0.95);

        assertThat(curve.points().stream().map(Point::time)).containsExactly(6L, 7L, 10L, 13L, 16L, 22L, 23L);
        assertThat(curve.points().stream().map(Point::atRisk)).containsExactly(21L, 17L, 15L, 12L, 11L, 7L, 6L);
        assertNear(
                curve.points().stream().map(Point::surviving).toList(),
                0.857,
                0.807,
                0.753,
                0.690,
                0.627,
                0.538,
                0.448);
        assertNear(
                curve.points().stream().map(Point::standardError).toList(),
                0.0764,
                0.0869,
                0.0963,
                0.1068,
                0.1141,
                0.1282,
                0.1346);
        assertThat(curve.median()).hasValue(23);
    }

    /** R's survfit with conf.type = "log-log": 0.620 to 0.952 after 6 weeks. */
    @Test
    void theIntervalIsThatOfTheLogLogScale() {
        var first = KaplanMeier.of(REMISSIONS, 0.95).points().getFirst();

        assertThat(first.interval().low()).isEqualTo(0.620, offset(0.0005));
        assertThat(first.interval().high()).isEqualTo(0.952, offset(0.0005));
    }

    @Test
    void whenItHappensToAllNobodyIsLeft() {
        var curve = KaplanMeier.of(List.of(new Observed(1, 2, 0), new Observed(2, 2, 0)), 0.95);

        assertThat(curve.points().getLast().surviving()).isZero();
        assertThat(curve.points().getLast().interval()).isEqualTo(new Interval(0, 0));
        assertThat(curve.median()).hasValue(1);
    }

    @Test
    void whenItHappensToNobodyThereIsNoCurve() {
        assertThat(KaplanMeier.of(List.of(new Observed(5, 0, 9)), 0.95).points())
                .isEmpty();
        assertThat(KaplanMeier.of(List.of(), 0.95).median()).isEmpty();
    }

    private static void assertNear(List<Double> actual, double... expected) {
        assertThat(actual).hasSize(expected.length);
        for (var i = 0; i < expected.length; i++) {
            assertThat(actual.get(i)).isEqualTo(expected[i], offset(expected[i] < 0.2 ? 0.00006 : 0.0006));
        }
    }
}
