package com.ovhi.outreach.analytics.statistics;

import com.ovhi.outreach.analytics.fact.Counter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Shares with four decimals; null where there is nothing to divide by, or a count is not shown. Opens, clicks and
 * confirmations are of what was delivered, by people.
 */
record Rates(
        @Nullable BigDecimal deliveryRate,
        @Nullable BigDecimal openRate,
        @Nullable BigDecimal clickRate,
        @Nullable BigDecimal replyRate,
        @Nullable BigDecimal confirmRate,
        @Nullable BigDecimal bounceRate,
        @Nullable BigDecimal unsubscribeRate) {

    static Rates of(Counts counts) {
        var sent = counts.get(Counter.SENT);
        var delivered = counts.get(Counter.DELIVERED);
        return new Rates(
                share(delivered, sent),
                share(counts.get(Counter.OPENED), delivered),
                share(counts.get(Counter.CLICKED), delivered),
                share(counts.get(Counter.REPLIED), delivered),
                share(counts.get(Counter.CONFIRMED), delivered),
                share(counts.get(Counter.BOUNCED), sent),
                share(counts.get(Counter.UNSUBSCRIBED), sent));
    }

    static @Nullable BigDecimal share(@Nullable Long part, @Nullable Long whole) {
        return part == null || whole == null || whole == 0
                ? null
                : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP);
    }
}
