package com.ovhi.outreach.analytics.statistics;

import com.ovhi.outreach.common.web.ProblemException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Days of an organisation's zone.
 *
 * @param from first day
 * @param to last day, included
 */
public record Span(LocalDate from, LocalDate to) {

    private static final int MAX_DAYS = 366;

    /** Refuses spans that make no sense or are too long. */
    public Span {
        if (from.isAfter(to)) {
            throw ProblemException.badRequest("invalid-span", "'from' must not be after 'to'");
        }
        if (ChronoUnit.DAYS.between(from, to) >= MAX_DAYS) {
            throw ProblemException.badRequest("span-too-long", "A span holds at most " + MAX_DAYS + " days");
        }
    }

    /** Reads the parameters of a request; both are needed. */
    public static Span of(@Nullable String from, @Nullable String to) {
        return new Span(date("from", from), date("to", to));
    }

    private static LocalDate date(String name, @Nullable String text) {
        var date = parsed(name, text, LocalDate::parse);
        if (date == null) {
            throw ProblemException.badRequest("missing-" + name, "'" + name + "' is missing");
        }
        return date;
    }

    /**
     * Reads a parameter that may be missing.
     *
     * @throws ProblemException 400 when it cannot be read
     */
    public static <T> @Nullable T parsed(String name, @Nullable String text, Function<String, T> parser) {
        try {
            return text == null ? null : parser.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw ProblemException.badRequest(
                    "invalid-" + name.replace('_', '-'), "'" + name + "' does not have the documented form");
        }
    }
}
