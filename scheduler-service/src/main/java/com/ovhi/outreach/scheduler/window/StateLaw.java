package com.ovhi.outreach.scheduler.window;

import com.ovhi.outreach.scheduler.window.ContactHours.Hours;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * When one state allows marketing calls and texts.
 *
 * @param days local hours by day of the week; a day that is missing is closed. Immutable.
 * @param closedOnHolidays whether federal holidays are closed, too
 */
record StateLaw(Map<DayOfWeek, Hours> days, boolean closedOnHolidays) {

    StateLaw {
        days = Map.copyOf(days);
    }

    Optional<Hours> on(LocalDate day, Predicate<LocalDate> holiday) {
        return closedOnHolidays && holiday.test(day)
                ? Optional.empty()
                : Optional.ofNullable(days.get(day.getDayOfWeek()));
    }

    /** What both allow. */
    StateLaw and(StateLaw other) {
        var both = new EnumMap<DayOfWeek, Hours>(DayOfWeek.class);
        days.forEach((day, mine) -> Optional.ofNullable(other.days.get(day))
                .flatMap(mine::within)
                .ifPresent(hours -> both.put(day, hours)));
        return new StateLaw(both, closedOnHolidays || other.closedOnHolidays);
    }
}
