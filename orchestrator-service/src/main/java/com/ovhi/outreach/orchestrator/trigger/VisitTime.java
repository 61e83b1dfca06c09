package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.orchestrator.projection.Visits.Booked;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When a visit takes place, as the patient reads it: in the zone of the visit and the language of the patient.
 *
 * @param at the first of one or several on a day, in the zone of the visit
 * @param later the others of that day, in order
 */
record VisitTime(ZonedDateTime at, List<ZonedDateTime> later, Locale language) {

    /** More times than these make no readable message. */
    private static final int MOST_TIMES = 3;

    private static final Locale ENGLISH = Locale.US;
    private static final Locale SPANISH = Locale.of("es", "US");
    /** Unusual spaces would double the price of an SMS. */
    private static final Pattern SPACE = Pattern.compile("[\\p{Z}]+");

    /** Of a start with the zone its local time is meant in; an unknown zone leaves the offset as it came. */
    static VisitTime of(OffsetDateTime start, String zone, String language) {
        return new VisitTime(start.atZoneSameInstant(zone(start, zone)), List.of(), locale(language));
    }

    /** Of the visits of one day, the first one first. */
    static VisitTime of(List<Booked> day, String language) {
        return new VisitTime(
                day.getFirst().start(), day.stream().skip(1).map(Booked::start).toList(), locale(language));
    }

    private static ZoneId zone(OffsetDateTime start, String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return start.getOffset();
        }
    }

    private static Locale locale(String language) {
        return "es".equals(Locale.forLanguageTag(language).getLanguage()) ? SPANISH : ENGLISH;
    }

    /** Such as {@code Sat Mar 7} or {@code sáb 7 mar}. */
    String date() {
        return text(at, language.equals(SPANISH) ? "EEE d MMM" : "EEE MMM d").replace(".", "");
    }

    /** Such as {@code 12:15 PM}, {@code 9:30 AM, 2:00 PM} or {@code 12:15 p.m.}. */
    String time() {
        return Stream.concat(Stream.of(at), later.stream())
                .limit(MOST_TIMES)
                .map(each -> text(each, "h:mm a"))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private String text(ZonedDateTime time, String pattern) {
        return SPACE.matcher(DateTimeFormatter.ofPattern(pattern, language).format(time))
                .replaceAll(" ");
    }
}
