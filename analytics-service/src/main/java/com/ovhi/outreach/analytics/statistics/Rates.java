package com.ovhi.outreach.analytics.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Shares with four decimals; null where there is nothing to divide by. Opens and clicks are of what was delivered. */
record Rates(
        @Nullable BigDecimal deliveryRate,
        @Nullable BigDecimal openRate,
        @Nullable BigDecimal clickRate,
        @Nullable BigDecimal replyRate,
        @Nullable BigDecimal bounceRate,
        @Nullable BigDecimal unsubscribeRate) {

    static Rates of(Counts counts) {
        return new Rates(
                share(counts.deliveredCount(), counts.sentCount()),
                share(counts.openedCount(), counts.deliveredCount()),
                share(counts.clickedCount(), counts.deliveredCount()),
                share(counts.repliedCount(), counts.deliveredCount()),
                share(counts.bouncedCount(), counts.sentCount()),
                share(counts.unsubscribedCount(), counts.sentCount()));
    }

    static @Nullable BigDecimal share(long part, long whole) {
        return whole == 0 ? null : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP);
    }
}
