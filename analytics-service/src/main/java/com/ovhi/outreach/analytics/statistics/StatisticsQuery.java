package com.ovhi.outreach.analytics.statistics;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.web.ProblemException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to know of one organisation.
 *
 * @param from first day, in the organisation's zone
 * @param to last day, included
 */
record StatisticsQuery(
        long organizationId,
        LocalDate from,
        LocalDate to,
        @Nullable Channel channel,
        @Nullable Purpose purpose,
        @Nullable Long providerId) {

    private static final int MAX_DAYS = 366;

    /** Refuses spans that make no sense or are too long. */
    StatisticsQuery {
        if (from.isAfter(to)) {
            throw ProblemException.badRequest("invalid-span", "'from' must not be after 'to'");
        }
        if (ChronoUnit.DAYS.between(from, to) >= MAX_DAYS) {
            throw ProblemException.badRequest("span-too-long", "A span holds at most " + MAX_DAYS + " days");
        }
    }

    /** Reads the parameters of a request. */
    static StatisticsQuery of(
            long organizationId,
            @Nullable String from,
            @Nullable String to,
            @Nullable String channel,
            @Nullable String purpose,
            @Nullable String providerId) {
        return new StatisticsQuery(
                organizationId,
                date("from", from),
                date("to", to),
                parsed("channel", channel, Channel::of),
                parsed("purpose", purpose, Purpose::of),
                parsed("provider_id", providerId, Long::valueOf));
    }

    private static LocalDate date(String name, @Nullable String text) {
        var date = parsed(name, text, LocalDate::parse);
        if (date == null) {
            throw ProblemException.badRequest("missing-" + name, "'" + name + "' is missing");
        }
        return date;
    }

    private static <T> @Nullable T parsed(String name, @Nullable String text, Function<String, T> parser) {
        try {
            return text == null ? null : parser.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw ProblemException.badRequest(
                    "invalid-" + name.replace('_', '-'), "'" + name + "' does not have the documented form");
        }
    }

    /** What the rows of an answer are grouped by. */
    enum Grouping {
        DAY("date"),
        CHANNEL("channel"),
        PURPOSE("purpose");

        private final String column;

        Grouping(String column) {
            this.column = column;
        }

        String column() {
            return column;
        }

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Grouping of(String code) {
            try {
                return valueOf(code.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw ProblemException.badRequest("invalid-group-by", "'group_by' is day, channel or purpose");
            }
        }
    }
}
