package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.orchestrator.projection.Booked;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When a visit takes place, in the zone of the visit. Given in ISO 8601, because template-service writes it in whatever
 * language the text turns out to be in.
 *
 * @param at the first of one or several on a day, in the zone of the visit
 * @param later the others of that day, in order
 */
record VisitTime(ZonedDateTime at, List<ZonedDateTime> later) {

    /** More times than these make no readable message. */
    private static final int MOST_TIMES = 6;

    /** Of a start with the zone its local time is meant in; an unknown zone leaves the offset as it came. */
    static VisitTime of(OffsetDateTime start, String zone) {
        return new VisitTime(start.atZoneSameInstant(zone(start, zone)), List.of());
    }

    /** Of the visits of one day, the first one first. */
    static VisitTime of(List<Booked> day) {
        return new VisitTime(
                day.getFirst().start(), day.stream().skip(1).map(Booked::start).toList());
    }

    /** Those of the visits of one day that a message names: all but those after too many others. */
    static List<Booked> named(List<Booked> day) {
        var times = day.stream().map(Booked::start).distinct().limit(MOST_TIMES).collect(Collectors.toSet());
        return day.stream().filter(each -> times.contains(each.start())).toList();
    }

    private static ZoneId zone(OffsetDateTime start, String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return start.getOffset();
        }
    }

    /** Such as {@code 2026-03-07T12:15-07:00[America/Phoenix]}. */
    String date() {
        return at.toString();
    }

    /** The same, or several separated by commas. */
    String time() {
        return Stream.concat(Stream.of(at), later.stream())
                .map(ZonedDateTime::toString)
                .distinct()
                .limit(MOST_TIMES)
                .collect(Collectors.joining(","));
    }
}
