package com.ovhi.outreach.scheduler.window;

import com.ovhi.outreach.scheduler.window.ContactHours.Hours;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one zone the patient may be in has to say.
 *
 * @param zone the zone
 * @param hours the contact hours of a local day
 * @param closed when the patient is not contacted in spite of them
 */
record ZoneHours(ZoneId zone, Function<LocalDate, Optional<Hours>> hours, List<Closed> closed) {

    ZoneHours {
        closed = List.copyOf(closed);
    }

    /** Open stretches that overlap the span, each in full length. */
    Timeline open(Stretch span) {
        var open = contact(span);
        for (var each : closed) {
            open = open.minus(closed(each, span));
        }
        return open;
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
        for (var each : closed) {
            if (closed(each, moment).at(at).isPresent()) {
                objections.add(each + " " + zone);
            }
        }
        return objections;
    }

    private Timeline contact(Stretch span) {
        var found = new ArrayList<Stretch>();
        var last = lastDay(span);
        for (var day = firstDay(span, 1); !day.isAfter(last); day = day.plusDays(1)) {
            var open = hours.apply(day).orElse(null);
            if (open != null) {
                found.add(new Stretch(
                        LocalBoundary.opening(day.atTime(open.open()), zone),
                        LocalBoundary.closing(day.atTime(open.close()), zone)));
            }
        }
        return Timeline.of(found);
    }

    private Timeline closed(Closed times, Stretch span) {
        var found = new ArrayList<Stretch>();
        var last = lastDay(span);
        // They may reach into the next day, so those of one more day before count.
        for (var day = firstDay(span, 2); !day.isAfter(last); day = day.plusDays(1)) {
            if (times.days().test(day)) {
                var lastDay = times.wraps() ? day.plusDays(1) : day;
                found.add(new Stretch(
                        LocalBoundary.closing(day.atTime(times.start()), zone),
                        LocalBoundary.opening(lastDay.atTime(times.end()), zone)));
            }
        }
        return Timeline.of(found);
    }

    /** Contact hours lie within one local day: with a day more on both sides whatever overlaps the span is found whole. */
    private LocalDate firstDay(Stretch span, int before) {
        return LocalDate.ofInstant(span.start(), zone).minusDays(before);
    }

    private LocalDate lastDay(Stretch span) {
        return LocalDate.ofInstant(span.end(), zone).plusDays(1);
    }

    /**
     * Hours of the patient's own that are closed; a start after the end wraps midnight.
     *
     * @param name for reasons
     * @param start local, inclusive
     * @param end local, exclusive, not equal to the start
     * @param days on which they begin
     */
    record Closed(String name, LocalTime start, LocalTime end, Predicate<LocalDate> days) {

        /** Reads a pair of times of which both or neither are given. */
        static @Nullable Closed of(
                String name,
                @Nullable LocalTime start,
                @Nullable LocalTime end,
                InvalidWindow.Flaw flaw,
                Predicate<LocalDate> days) {
            if (start == null && end == null) {
                return null;
            }
            if (start == null || end == null || start.equals(end)) {
                throw new InvalidWindow(flaw);
            }
            return new Closed(name, start, end, days);
        }

        boolean wraps() {
            return start.isAfter(end);
        }

        @Override
        public String toString() {
            return name + " " + start + "-" + end;
        }
    }
}
