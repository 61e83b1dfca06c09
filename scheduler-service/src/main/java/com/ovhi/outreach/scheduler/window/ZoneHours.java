package com.ovhi.outreach.scheduler.window;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one zone the patient may be in has to say.
 *
 * @param zone the zone
 * @param quiet the patient's quiet hours, null when there are none
 * @param hours the contact hours of a local day
 */
record ZoneHours(ZoneId zone, @Nullable Quiet quiet, Function<LocalDate, Optional<ContactHours.Hours>> hours) {

    /** Open stretches that overlap the span, each in full length. */
    Timeline open(Stretch span) {
        return contact(span).minus(quiet(span));
    }

    /** Why an instant is not allowed here; empty when it is. */
    List<String> objections(Instant at) {
        var moment = new Stretch(at, at);
        var objections = new ArrayList<String>();
        if (contact(moment).at(at).isEmpty()) {
            var today = LocalDate.ofInstant(at, zone);
            objections.add(hours.apply(today)
                    .map(open -> "contact-hours " + open + " " + zone)
                    .orElse("no-contact-day " + today + " " + zone));
        }
        if (quiet(moment).at(at).isPresent()) {
            objections.add("quiet-hours " + quiet + " " + zone);
        }
        return objections;
    }

    private Timeline contact(Stretch span) {
        return Timeline.of(days(span, 2)
                .flatMap(day -> hours.apply(day).map(open -> contact(day, open)).stream())
                .toList());
    }

    private Stretch contact(LocalDate day, ContactHours.Hours open) {
        return new Stretch(
                LocalBoundary.opening(day.atTime(open.open()), zone),
                LocalBoundary.closing(day.atTime(open.close()), zone));
    }

    private Timeline quiet(Stretch span) {
        var times = quiet;
        // They reach into the next day, so those of one more day before count.
        return times == null
                ? new Timeline(List.of())
                : Timeline.of(days(span, 3).map(day -> quiet(day, times)).toList());
    }

    private Stretch quiet(LocalDate day, Quiet times) {
        var lastDay = times.wraps() ? day.plusDays(1) : day;
        return new Stretch(
                LocalBoundary.closing(day.atTime(times.start()), zone),
                LocalBoundary.opening(lastDay.atTime(times.end()), zone));
    }

    /** The local days of the span and some around it, so that whatever overlaps it is found whole. */
    private Stream<LocalDate> days(Stretch span, int before) {
        return LocalDate.ofInstant(span.start(), zone)
                .minusDays(before)
                .datesUntil(LocalDate.ofInstant(span.end(), zone).plusDays(3));
    }

    /**
     * Quiet hours; a start after the end wraps midnight.
     *
     * @param start local, inclusive
     * @param end local, exclusive, not equal to the start
     */
    record Quiet(LocalTime start, LocalTime end) {

        boolean wraps() {
            return start.isAfter(end);
        }

        @Override
        public String toString() {
            return start + "-" + end;
        }
    }
}
