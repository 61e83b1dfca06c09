package com.ovhi.outreach.analytics.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RatesTests {

    @Test
    void ratesAreOfWhatWasSentOrDelivered() {
        var rates = Rates.of(new Counts(10, 8, 6, 3, 1, 2, 1, 0, 0, 1, 1));

        assertThat(rates.deliveryRate()).isEqualByComparingTo("0.75");
        assertThat(rates.openRate()).isEqualByComparingTo("0.5");
        assertThat(rates.clickRate()).isEqualByComparingTo("0.1667");
        assertThat(rates.replyRate()).isEqualByComparingTo("0.3333");
        assertThat(rates.bounceRate()).isEqualByComparingTo("0.125");
        assertThat(rates.unsubscribeRate()).isEqualByComparingTo("0.125");
    }

    @Test
    void nothingSentMeansNoRate() {
        assertThat(Rates.of(Counts.NONE)).isEqualTo(new Rates(null, null, null, null, null, null));
    }
}
