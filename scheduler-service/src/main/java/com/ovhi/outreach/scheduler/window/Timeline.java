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
 * @param stretches never changed
 */
record Timeline(List<Stretch> stretches) {

    private static final Comparator<Stretch> BY_START = Comparator.comparing(Stretch::start);

    /** Stretches in any order, some perhaps empty or overlapping. */
    static Timeline of(List<Stretch> any) {
        var sorted = new ArrayList<>(any);
        sorted.removeIf(Stretch::isEmpty);
        sorted.sort(BY_START);
        return inOrder(sorted);
    }

    private static Timeline inOrder(List<Stretch> sorted) {
        var merged = new ArrayList<Stretch>(sorted.size());
        for (var each : sorted) {
            append(merged, each);
        }
        return new Timeline(merged);
    }

    private static void append(List<Stretch> merged, Stretch next) {
        if (merged.isEmpty() || merged.getLast().end().isBefore(next.start())) {
            merged.add(next);
        } else if (merged.getLast().end().isBefore(next.end())) {
            merged.add(new Stretch(merged.removeLast().start(), next.end()));
        }
    }

    Timeline intersect(Timeline other) {
        var both = new ArrayList<Stretch>();
        for (int i = 0, j = 0; i < stretches.size() && j < other.stretches.size(); ) {
            var mine = stretches.get(i);
            var theirs = other.stretches.get(j);
            var shared = mine.intersect(theirs);
            if (!shared.isEmpty()) {
                both.add(shared);
            }
            if (mine.end().isBefore(theirs.end())) {
                i++;
            } else {
                j++;
            }
        }
        return inOrder(both);
    }

    Timeline minus(Timeline other) {
        if (other.stretches.isEmpty()) {
            return this;
        }
        var left = new ArrayList<Stretch>();
        for (var stretch : stretches) {
            cut(stretch, other.stretches, left);
        }
        return new Timeline(left);
    }

    private static void cut(Stretch stretch, List<Stretch> holes, List<Stretch> left) {
        var start = stretch.start();
        for (var hole : holes) {
            if (hole.end().isAfter(start) && hole.start().isBefore(stretch.end())) {
                if (hole.start().isAfter(start)) {
                    left.add(new Stretch(start, hole.start()));
                }
                start = hole.end();
            }
        }
        if (start.isBefore(stretch.end())) {
            left.add(new Stretch(start, stretch.end()));
        }
    }

    /** Every stretch ends earlier by the margin; those that are shorter than it vanish. */
    Timeline closingEarlier(Duration margin) {
        var shorter = new ArrayList<Stretch>(stretches.size());
        for (var each : stretches) {
            var end = each.end().minus(margin);
            if (each.start().isBefore(end)) {
                shorter.add(new Stretch(each.start(), end));
            }
        }
        return new Timeline(shorter);
    }

    Optional<Stretch> at(Instant instant) {
        for (var each : stretches) {
            if (each.contains(instant)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    Optional<Stretch> firstEndingAfter(Instant instant) {
        for (var each : stretches) {
            if (each.end().isAfter(instant)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    Optional<Stretch> lastStartingBefore(Instant instant) {
        for (var each : stretches.reversed()) {
            if (each.start().isBefore(instant)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
