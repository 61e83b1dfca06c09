package com.ovhi.outreach.scheduler.window;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Stretches of time in ascending order, none empty, none touching another.
 *
 * @param stretches immutable
 */
record Timeline(List<Stretch> stretches) {

    /** Stretches in any order, some perhaps empty or overlapping. */
    static Timeline of(List<Stretch> any) {
        var merged = new ArrayList<Stretch>();
        any.stream()
                .filter(each -> !each.isEmpty())
                .sorted(Comparator.comparing(Stretch::start))
                .forEach(each -> append(merged, each));
        return new Timeline(List.copyOf(merged));
    }

    private static void append(List<Stretch> merged, Stretch next) {
        if (merged.isEmpty() || merged.getLast().end().isBefore(next.start())) {
            merged.add(next);
        } else if (merged.getLast().end().isBefore(next.end())) {
            merged.add(new Stretch(merged.removeLast().start(), next.end()));
        }
    }

    Timeline intersect(Timeline other) {
        return of(stretches.stream()
                .flatMap(mine -> other.stretches.stream().map(mine::intersect))
                .toList());
    }

    Timeline minus(Timeline other) {
        var left = new ArrayList<Stretch>();
        for (var stretch : stretches) {
            var start = stretch.start();
            for (var hole : other.stretches) {
                var end = hole.start().isBefore(stretch.end()) ? hole.start() : stretch.end();
                left.add(new Stretch(start, end));
                start = hole.end().isAfter(start) ? hole.end() : start;
            }
            left.add(new Stretch(start, stretch.end()));
        }
        return of(left);
    }

    /** Every stretch ends earlier by the margin; those that are shorter than it vanish. */
    Timeline closingEarlier(Duration margin) {
        return of(stretches.stream()
                .map(each -> new Stretch(each.start(), each.end().minus(margin)))
                .toList());
    }

    Optional<Stretch> at(Instant instant) {
        return stretches.stream().filter(each -> each.contains(instant)).findFirst();
    }

    Optional<Stretch> firstEndingAfter(Instant instant) {
        return stretches.stream().filter(each -> each.end().isAfter(instant)).findFirst();
    }

    Optional<Stretch> lastStartingBefore(Instant instant) {
        return stretches.reversed().stream()
                .filter(each -> each.start().isBefore(instant))
                .findFirst();
    }
}
