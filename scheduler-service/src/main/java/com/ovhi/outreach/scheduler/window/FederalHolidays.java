package com.ovhi.outreach.scheduler.window;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** US federal holidays (5 U.S.C. 6103) and the weekdays on which they are observed, of any year. Thread-safe. */
final class FederalHolidays implements Predicate<LocalDate> {

    private final Map<Integer, Set<LocalDate>> years = new ConcurrentHashMap<>();

    @Override
    public boolean test(LocalDate day) {
        return of(day.getYear()).contains(day);
    }

    Set<LocalDate> of(int year) {
        return years.computeIfAbsent(year, FederalHolidays::compute);
    }

    private static Set<LocalDate> compute(int year) {
        var days = new HashSet<LocalDate>();
        observed(days, LocalDate.of(year, Month.JANUARY, 1));
        days.add(weekday(year, Month.JANUARY, 3, DayOfWeek.MONDAY));
        days.add(weekday(year, Month.FEBRUARY, 3, DayOfWeek.MONDAY));
        days.add(LocalDate.of(year, Month.MAY, 1).with(TemporalAdjusters.lastInMonth(DayOfWeek.MONDAY)));
        observed(days, LocalDate.of(year, Month.JUNE, 19));
        observed(days, LocalDate.of(year, Month.JULY, 4));
        days.add(weekday(year, Month.SEPTEMBER, 1, DayOfWeek.MONDAY));
        days.add(weekday(year, Month.OCTOBER, 2, DayOfWeek.MONDAY));
        observed(days, LocalDate.of(year, Month.NOVEMBER, 11));
        days.add(weekday(year, Month.NOVEMBER, 4, DayOfWeek.THURSDAY));
        observed(days, LocalDate.of(year, Month.DECEMBER, 25));
        // A New Year's Day on a Saturday is observed in the old year.
        observed(days, LocalDate.of(year + 1, Month.JANUARY, 1));
        days.removeIf(day -> day.getYear() != year);
        return Set.copyOf(days);
    }

    private static LocalDate weekday(int year, Month month, int number, DayOfWeek day) {
        return LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(number, day));
    }

    private static void observed(Set<LocalDate> days, LocalDate day) {
        days.add(day);
        switch (day.getDayOfWeek()) {
            case SATURDAY -> days.add(day.minusDays(1));
            case SUNDAY -> days.add(day.plusDays(1));
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> {}
        }
    }
}
