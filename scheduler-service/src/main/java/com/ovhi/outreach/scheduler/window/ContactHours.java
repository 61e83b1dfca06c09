package com.ovhi.outreach.scheduler.window;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Local hours in which patients are contacted by organisations that have no hours of their own. The marketing hours are
 * the intersection of all state laws, never on Sundays or holidays. Whatever is configured here or by an organisation,
 * nothing lies outside {@link #LEGAL} (47 CFR 64.1200(c)(1)).
 *
 * @param routine every day, for what a patient has asked for
 * @param marketingWeekdays Monday to Friday
 * @param marketingSaturday on Saturdays
 * @param closingMargin how long before the end of a window the last message must leave
 */
@ConfigurationProperties("outreach.scheduler.hours")
public record ContactHours(
        @DefaultValue("09:00-20:00") Hours routine,
        @DefaultValue("10:00-18:00") Hours marketingWeekdays,
        @DefaultValue("10:00-17:00") Hours marketingSaturday,
        @DefaultValue("15m") Duration closingMargin) {

    /** The federal outer bound. */
    public static final Hours LEGAL = new Hours(LocalTime.of(8, 0), LocalTime.of(21, 0));

    /** Refuses a margin that would let messages leave after the end. */
    public ContactHours {
        if (closingMargin.isNegative()) {
            throw new IllegalStateException("outreach.scheduler.hours.closing-margin must not be negative");
        }
    }

    /** The hours of a day, empty when nothing may be sent on it. */
    Optional<Hours> on(LocalDate day, boolean marketing, Predicate<LocalDate> holiday) {
        if (!marketing) {
            return Optional.of(routine);
        }
        if (day.getDayOfWeek() == DayOfWeek.SUNDAY || holiday.test(day)) {
            return Optional.empty();
        }
        return Optional.of(day.getDayOfWeek() == DayOfWeek.SATURDAY ? marketingSaturday : marketingWeekdays);
    }

    /**
     * Local times of one day, written {@code 09:00-20:00}.
     *
     * @param open inclusive
     * @param close exclusive, after {@code open}
     */
    public record Hours(LocalTime open, LocalTime close) {

        /** Refuses hours that never open. */
        public Hours {
            if (!open.isBefore(close)) {
                throw new IllegalArgumentException("Contact hours must open before they close");
            }
        }

        /** Reads {@code 09:00-20:00}. */
        public static Hours of(String text) {
            var parts = text.split("-", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException("Contact hours are written like 09:00-20:00");
            }
            return new Hours(LocalTime.parse(parts[0].strip()), LocalTime.parse(parts[1].strip()));
        }

        Optional<Hours> within(Hours bound) {
            var from = open.isAfter(bound.open) ? open : bound.open;
            var to = close.isBefore(bound.close) ? close : bound.close;
            return from.isBefore(to) ? Optional.of(new Hours(from, to)) : Optional.empty();
        }

        @Override
        public String toString() {
            return open + "-" + close;
        }
    }
}
