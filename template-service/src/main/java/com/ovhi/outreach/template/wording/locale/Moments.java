package com.ovhi.outreach.template.wording.locale;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times in ISO 8601, written as a patient's language and region write them. A moment with an offset or a zone
 * keeps the clock of that place, where the visit is; the name of its zone is added for a patient who lives by another
 * clock. A moment in UTC ({@code Z}) is written in the patient's zone, and cannot be without one. Several times of one day
 * are separated by commas and written as a list.
 */
public final class Moments {

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIME = Pattern.compile("\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?");
    private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}[^ ,]{0,60}");
    private static final int MOST_TIMES = 6;
    private static final int MAX_KEPT = 500;
    private static final ConcurrentMap<Locale, Moments> BY_LOCALE = new ConcurrentHashMap<>();

    private final Calligraphy calligraphy;

    private Moments(Locale locale) {
        calligraphy = Calligraphy.of(locale);
    }

    /** Those of a language; the region of a tag decides between 12 and 24 hours. */
    public static Moments in(String language) {
        var locale = Regions.locale(language);
        // Tags come from outside; there is no end of them.
        return BY_LOCALE.size() < MAX_KEPT
                ? BY_LOCALE.computeIfAbsent(locale, Moments::new)
                : Optional.ofNullable(BY_LOCALE.get(locale)).orElseGet(() -> new Moments(locale));
    }

    /** Whether a value claims to be ISO 8601, or several such values. */
    public static boolean claimed(String value) {
        var values = each(value);
        return values.size() <= MOST_TIMES && values.stream().allMatch(Moments::one);
    }

    private static boolean one(String value) {
        return DATE.matcher(value).matches()
                || TIME.matcher(value).matches()
                || MOMENT.matcher(value).matches();
    }

    /** The day, such as {@code Wed, Mar 4} or {@code mié, 4 mar}; empty when there is no such day, or not one only. */
    public Optional<String> date(String iso, @Nullable ZoneId patientZone) {
        return parsed(() -> {
            var days = each(iso).stream().map(each -> day(each, patientZone)).collect(Collectors.toSet());
            return days.size() == 1 ? calligraphy.date(days.iterator().next()) : null;
        });
    }

    /** The time of day, such as {@code 9:30 AM} or {@code 09:30, 14:00}; empty when there is no such time. */
    public Optional<String> time(String iso, @Nullable ZoneId patientZone) {
        return parsed(() -> {
            var times = each(iso).stream()
                    .map(each -> timeOfDay(each, patientZone))
                    .distinct()
                    .toList();
            return times.size() == 1 ? times.getFirst() : calligraphy.list(times);
        });
    }

    private static List<String> each(String value) {
        return List.of(value.split(",", -1));
    }

    private static LocalDate day(String iso, @Nullable ZoneId patientZone) {
        return DATE.matcher(iso).matches() ? LocalDate.parse(iso) : LocalDate.from(moment(iso, patientZone));
    }

    private String timeOfDay(String iso, @Nullable ZoneId patientZone) {
        return TIME.matcher(iso).matches()
                ? calligraphy.time(LocalTime.parse(iso))
                : timeWithZone(moment(iso, patientZone), patientZone);
    }

    private static TemporalAccessor moment(String iso, @Nullable ZoneId patientZone) {
        if (!MOMENT.matcher(iso).matches()) {
            throw new DateTimeException("No moment");
        }
        return localized(iso, patientZone);
    }

    private String timeWithZone(TemporalAccessor moment, @Nullable ZoneId patientZone) {
        var time = calligraphy.time(moment);
        return moment instanceof ZonedDateTime zoned && elsewhere(zoned, patientZone)
                ? time + " " + calligraphy.zone(zoned)
                : time;
    }

    private static boolean elsewhere(ZonedDateTime moment, @Nullable ZoneId patientZone) {
        return patientZone != null
                && !(moment.getZone() instanceof ZoneOffset)
                && !patientZone.getRules().getOffset(moment.toInstant()).equals(moment.getOffset());
    }

    private static TemporalAccessor localized(String iso, @Nullable ZoneId patientZone) {
        if (iso.endsWith("Z")) {
            if (patientZone == null) {
                throw new DateTimeException("A moment in UTC needs the patient's zone");
            }
            return OffsetDateTime.parse(iso).atZoneSameInstant(patientZone);
        }
        return DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, ZonedDateTime::from, LocalDateTime::from);
    }

    private static Optional<String> parsed(Written written) {
        try {
            return Optional.ofNullable(written.text());
        } catch (DateTimeException e) {
            // Not a day or a time that exists: the caller is told so.
            return Optional.empty();
        }
    }

    @FunctionalInterface
    private interface Written {
        @Nullable
        String text();
    }
}
