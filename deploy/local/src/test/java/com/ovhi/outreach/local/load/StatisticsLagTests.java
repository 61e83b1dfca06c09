package com.ovhi.outreach.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is read from the buckets of a scrape. */
class StatisticsLagTests {

    private static final String SCRAPE = """
            # TYPE outreach_analytics_lag_seconds histogram
            outreach_analytics_lag_seconds_bucket{application="analytics-service",le="0.5"} 90
            outreach_analytics_lag_seconds_bucket{application="analytics-service",le="2.0"} 989
            outreach_analytics_lag_seconds_bucket{application="analytics-service",le="4.0"} 1000
            outreach_analytics_lag_seconds_bucket{application="analytics-service",le="+Inf"} 1000
            outreach_analytics_lag_seconds_count{application="analytics-service"} 1000
            outreach_analytics_lag_seconds_sum{application="analytics-service"} 1.5
            outreach_analytics_behind_seconds_bucket{application="analytics-service",le="0.5"} 1000
            outreach_analytics_behind_seconds_bucket{application="analytics-service",le="+Inf"} 1000
            """;

    @Test
    void allButAHundredthWereCountedWithinSoMuch() {
        var after = StatisticsLag.buckets(SCRAPE, StatisticsLag.LAG);

        assertThat(after).containsEntry(0.5, 90.0).containsEntry(Double.POSITIVE_INFINITY, 1_000.0);
        assertThat(StatisticsLag.p99(new TreeMap<>(), after)).isEqualTo(4);
        assertThat(StatisticsLag.p99(new TreeMap<>(Map.of(4.0, 11.0, Double.POSITIVE_INFINITY, 11.0)), after))
                .as("eleven slow ones were before")
                .isEqualTo(2);
    }

    @Test
    void theOtherTimerIsNotMeant() {
        assertThat(StatisticsLag.p99(new TreeMap<>(), StatisticsLag.buckets(SCRAPE, StatisticsLag.BEHIND)))
                .isEqualTo(0.5);
    }

    @Test
    void nothingCountedIsNoLag() {
        var after = StatisticsLag.buckets(SCRAPE, StatisticsLag.LAG);

        assertThat(StatisticsLag.p99(after, after)).isNaN();
        assertThat(StatisticsLag.p99(new TreeMap<>(), StatisticsLag.buckets("", StatisticsLag.LAG)))
                .isNaN();
    }
}
