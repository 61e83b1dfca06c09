package com.ovhi.outreach.analytics.statistics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How many jobs reached what; named like the columns of {@code comm_stats}. */
record Counts(
        long scheduledCount,
        long sentCount,
        long deliveredCount,
        long openedCount,
        long clickedCount,
        long repliedCount,
        long bouncedCount,
        long failedCount,
        long expiredCount,
        long cancelledCount,
        long unsubscribedCount) {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** All columns, summed under their own names. */
    static final String SUMS = Arrays.stream(Counter.values())
            .map(each -> "SUM(" + each.column() + ") AS " + each.column())
            .collect(Collectors.joining(", "));

    static Counts read(ResultSet row) throws SQLException {
        return new Counts(
                row.getLong(Counter.SCHEDULED.column()),
                row.getLong(Counter.SENT.column()),
                row.getLong(Counter.DELIVERED.column()),
                row.getLong(Counter.OPENED.column()),
                row.getLong(Counter.CLICKED.column()),
                row.getLong(Counter.REPLIED.column()),
                row.getLong(Counter.BOUNCED.column()),
                row.getLong(Counter.FAILED.column()),
                row.getLong(Counter.EXPIRED.column()),
                row.getLong(Counter.CANCELLED.column()),
                row.getLong(Counter.UNSUBSCRIBED.column()));
    }

    Counts plus(Counts other) {
        return new Counts(
                scheduledCount + other.scheduledCount,
                sentCount + other.sentCount,
                deliveredCount + other.deliveredCount,
                openedCount + other.openedCount,
                clickedCount + other.clickedCount,
                repliedCount + other.repliedCount,
                bouncedCount + other.bouncedCount,
                failedCount + other.failedCount,
                expiredCount + other.expiredCount,
                cancelledCount + other.cancelledCount,
                unsubscribedCount + other.unsubscribedCount);
    }
}
