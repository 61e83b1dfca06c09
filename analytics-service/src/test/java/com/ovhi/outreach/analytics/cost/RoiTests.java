package com.ovhi.outreach.analytics.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import com.ovhi.outreach.analytics.experiment.Experiments.Lift;
import com.ovhi.outreach.analytics.inference.Interval;
import com.ovhi.outreach.common.ids.Channel;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** What messages cost, and what they were worth. */
class RoiTests {

    private static final Prices PRICES = new Prices(
            "USD", new BigDecimal("0.01"), new BigDecimal("0.001"), new BigDecimal("0.004"), new BigDecimal("120"));

    @Test
    void anSmsCostsByTheSegmentOthersByTheMessage() {
        assertThat(PRICES.cost(Channel.SMS, 10, 25)).isEqualByComparingTo("0.25");
        assertThat(PRICES.cost(Channel.EMAIL, 10, 25)).isEqualByComparingTo("0.01");
        assertThat(PRICES.cost(Channel.WHATSAPP, 10, 25)).isEqualByComparingTo("0.04");
        assertThatThrownBy(() ->
                        new Prices("USD", new BigDecimal("-0.01"), BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void worthIsVisitsGainedTimesValueLessCost() {
        var lift = new Lift(1_000, 2_000, 0.04, new Interval(0.01, 0.07), new Interval(-0.01, 0.09), 0.95);

        var roi = Roi.of(5, lift, new BigDecimal("60"), new BigDecimal("100"), "USD");

        assertThat(roi.gained()).isEqualTo(40, offset(1e-9));
        assertThat(roi.cost()).isEqualByComparingTo("30");
        assertThat(roi.net()).isEqualByComparingTo("3970");
        assertThat(roi.returnOnCost()).isEqualByComparingTo("132.3333");
        assertThat(roi.netInterval().low()).isEqualTo(10 * 100 - 30, offset(1e-6));
        assertThat(roi.netInterval().high()).isEqualTo(70 * 100 - 30, offset(1e-6));
        assertThat(roi.gainedAnytimeInterval()).isNotNull();
        assertThat(roi.gainedAnytimeInterval().low()).isEqualTo(-10, offset(1e-6));
    }

    @Test
    void whatCostNothingHasNoReturn() {
        var lift = new Lift(0, 0, 0, new Interval(-1, 1), null, 0.95);

        var roi = Roi.of(5, lift, BigDecimal.ZERO, new BigDecimal("100"), "USD");

        assertThat(roi.returnOnCost()).isNull();
        assertThat(roi.net()).isEqualByComparingTo("0");
        assertThat(roi.gainedAnytimeInterval()).isNull();
    }
}
