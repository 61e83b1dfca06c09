package com.ovhi.outreach.orchestrator.trigger;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * When a visit takes place, as the patient reads it: in the zone of the visit and the language of the patient.
 *
 * @param at in the zone of the visit
 */
record VisitTime(ZonedDateTime at, Locale language) {

    private static final Locale ENGLISH = Locale.US;
    private static final Locale SPANISH = Locale.of("es", "US");
    /** Unusual spaces would double the price of an SMS. */
    private static final Pattern SPACE = Pattern.compile("[\\p{Z}]+");

    /** Of a start with the zone its local time is meant in; an unknown zone leaves the offset as it came. */
    static VisitTime of(OffsetDateTime start, String zone, String language) {
        return new VisitTime(start.atZoneSameInstant(zone(start, zone)), locale(language));
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
        return text(language.equals(SPANISH) ? "EEE d MMM" : "EEE MMM d").replace(".", "");
    }

    /** Such as {@code 12:15 PM} or {@code 12:15 p.m.}. */
    String time() {
        return text("h:mm a");
    }

    private String text(String pattern) {
        return SPACE.matcher(DateTimeFormatter.ofPattern(pattern, language).format(at))
                .replaceAll(" ");
    }
}
