package com.ovhi.outreach.analytics.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.analytics.fact.Counter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RatesTests {

    @Test
    void ratesAreOfWhatWasSentOrDelivered() {
        var cells = zeros();
        cells[Counter.SCHEDULED.ordinal()] = 10L;
        cells[Counter.SENT.ordinal()] = 8L;
        cells[Counter.DELIVERED.ordinal()] = 6L;
        cells[Counter.OPENED.ordinal()] = 3L;
        cells[Counter.CLICKED.ordinal()] = 1L;
        cells[Counter.REPLIED.ordinal()] = 2L;
        cells[Counter.CONFIRMED.ordinal()] = 1L;
        cells[Counter.BOUNCED.ordinal()] = 1L;
        cells[Counter.UNSUBSCRIBED.ordinal()] = 1L;
        cells[Counter.MACHINE_OPENED.ordinal()] = 6L;

        var rates = Rates.of(Counts.of(cells));

        assertThat(rates.deliveryRate()).isEqualByComparingTo("0.75");
        assertThat(rates.openRate()).isEqualByComparingTo("0.5");
        assertThat(rates.clickRate()).isEqualByComparingTo("0.1667");
        assertThat(rates.replyRate()).isEqualByComparingTo("0.3333");
        assertThat(rates.confirmRate()).isEqualByComparingTo("0.1667");
        assertThat(rates.bounceRate()).isEqualByComparingTo("0.125");
        assertThat(rates.unsubscribeRate()).isEqualByComparingTo("0.125");
    }

    @Test
    void nothingSentMeansNoRate() {
        assertThat(Rates.of(Counts.of(zeros()))).isEqualTo(new Rates(null, null, null, null, null, null, null));
    }

    @Test
    void aRateDoesNotTellACountThatIsNotShown() {
        var cells = zeros();
        cells[Counter.SENT.ordinal()] = 100L;
        cells[Counter.DELIVERED.ordinal()] = 90L;
        cells[Counter.REPLIED.ordinal()] = null;

        var rates = Rates.of(Counts.of(cells));

        assertThat(rates.deliveryRate()).isEqualByComparingTo("0.9");
        assertThat(rates.replyRate()).isNull();
    }

    private static @Nullable Long[] zeros() {
        var cells = new @Nullable Long[Counter.values().length];
        Arrays.fill(cells, 0L);
        return cells;
    }
}
