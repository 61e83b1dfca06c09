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
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times in ISO 8601, written as a patient's language and region write them. A moment with an offset or a zone
 * keeps the clock of that place, where the visit is; the name of its zone is added for a patient who lives by another
 * clock. A moment in UTC ({@code Z}) is written in the patient's zone, and cannot be without one.
 */
public final class Moments {

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIME = Pattern.compile("\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?");
    private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}[^ ]{0,60}");
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

    /** Whether a value claims to be ISO 8601. */
    public static boolean claimed(String value) {
        return DATE.matcher(value).matches()
                || TIME.matcher(value).matches()
                || MOMENT.matcher(value).matches();
    }

    /** The day, such as {@code Wed, Mar 4} or {@code mié, 4 mar}; empty when there is no such day. */
    public Optional<String> date(String iso, @Nullable ZoneId patientZone) {
        return parsed(() -> {
            if (DATE.matcher(iso).matches()) {
                return calligraphy.date(LocalDate.parse(iso));
            }
            return MOMENT.matcher(iso).matches() ? calligraphy.date(localized(iso, patientZone)) : null;
        });
    }

    /** The time of day, such as {@code 9:30 AM} or {@code 09:30}; empty when there is no such time. */
    public Optional<String> time(String iso, @Nullable ZoneId patientZone) {
        return parsed(() -> {
            if (TIME.matcher(iso).matches()) {
                return calligraphy.time(LocalTime.parse(iso));
            }
            return MOMENT.matcher(iso).matches() ? timeWithZone(localized(iso, patientZone), patientZone) : null;
        });
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
