package com.ovhi.outreach.scheduler.window;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When one message may leave: the stretches that are open in every zone the patient may be in, each ending earlier by
 * the closing margin. Exact on nights when clocks change. Thread-safe.
 */
public final class SendHours {

    /** Windows repeat weekly but for holidays; what does not open in four weeks never does. */
    static final Duration HORIZON = Duration.ofDays(28);

    private static final Duration STRIDE = Duration.ofDays(2);

    private final boolean always;
    private final List<ZoneHours> zones;
    private final Duration margin;
    private final Instant earliest;
    private final @Nullable Long preferenceVersion;
    private volatile @Nullable Asked last;

    private SendHours(
            boolean always,
            List<ZoneHours> zones,
            Duration margin,
            Instant earliest,
            @Nullable Long preferenceVersion) {
        this.always = always;
        this.zones = zones;
        this.margin = margin;
        this.earliest = earliest;
        this.preferenceVersion = preferenceVersion;
    }

    /** Hours that never close, for what cannot wait. */
    static SendHours always() {
        return new SendHours(true, List.of(), Duration.ZERO, Instant.MIN, null);
    }

    /** Hours open in all of the zones. */
    static SendHours in(List<ZoneHours> zones, Duration margin) {
        return new SendHours(false, List.copyOf(zones), margin, Instant.MIN, null);
    }

    /** The same hours from an instant on, null for ever. */
    SendHours from(@Nullable Instant opening) {
        return opening == null ? this : new SendHours(always, zones, margin, opening, preferenceVersion);
    }

    /** The same hours by a version of the patient's preferences, null when it is not known. */
    SendHours by(@Nullable Long version) {
        return version == null ? this : new SendHours(always, zones, margin, earliest, version);
    }

    /** The version of the patient's preferences that they follow; null when it is not known, or they follow none. */
    public @Nullable Long preferenceVersion() {
        return preferenceVersion;
    }

    /** Whether they never close, because it cannot wait. */
    public boolean urgent() {
        return always;
    }

    /** Whether a message may leave at this instant. */
    public boolean allow(Instant at) {
        return !at.isBefore(earliest) && (always || stretchAt(at).isPresent());
    }

    /** The first allowed instant from {@code wanted} on and before {@code until}. */
    public Optional<Instant> nextOpen(Instant wanted, Instant until) {
        var from = later(wanted, earliest);
        if (!from.isBefore(until)) {
            return Optional.empty();
        }
        if (always) {
            return Optional.of(from);
        }
        return nextStretch(from, until)
                .map(open -> open.start().isAfter(from) ? open.start() : from)
                .filter(open -> open.isBefore(until));
    }

    /** When the window that is open at this instant ends, margin included; empty when it never does or is closed. */
    public Optional<Instant> windowEnd(Instant at) {
        return stretchAt(at).map(Stretch::end);
    }

    /** The last open stretch that begins before {@code before}, cut to {@code [since, before)}. */
    public Optional<Stretch> previousOpen(Instant before, Instant since) {
        var notBefore = later(since, earliest);
        var wanted = new Stretch(notBefore, before);
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        if (always) {
            return Optional.of(wanted);
        }
        return previousStretch(before, notBefore).map(wanted::intersect).filter(each -> !each.isEmpty());
    }

    /** Why an instant is not allowed, one code with its facts per reason; empty when it is allowed. */
    public List<String> objections(Instant at) {
        if (allow(at)) {
            return List.of();
        }
        if (at.isBefore(earliest)) {
            return List.of("not-before " + earliest);
        }
        var objections = zones.stream()
                .flatMap(zone -> zone.objections(at).stream())
                .distinct()
                .toList();
        return objections.isEmpty() ? List.of("closing-margin " + margin) : objections;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** The last answer is kept: instants of one stretch are asked for one after another, and by all jobs of a batch. */
    private Optional<Stretch> stretchAt(Instant at) {
        if (always) {
            return Optional.empty();
        }
        var known = last;
        if (known == null || !known.answers(at)) {
            known = new Asked(at, open(new Stretch(at, at)).at(at));
            last = known;
        }
        return known.found();
    }

    private Optional<Stretch> nextStretch(Instant from, Instant until) {
        var limit = until.isBefore(from.plus(HORIZON)) ? until : from.plus(HORIZON);
        for (var start = from; start.isBefore(limit); start = start.plus(STRIDE)) {
            var end = start.plus(STRIDE);
            var found = open(new Stretch(start, end)).firstEndingAfter(from);
            // What lies beyond the span may not be whole yet.
            if (found.isPresent() && found.get().start().isBefore(end)) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Stretch> previousStretch(Instant before, Instant notBefore) {
        var limit = notBefore.isAfter(before.minus(HORIZON)) ? notBefore : before.minus(HORIZON);
        for (var end = before; end.isAfter(limit); end = end.minus(STRIDE)) {
            var start = end.minus(STRIDE);
            var found = open(new Stretch(start, end)).lastStartingBefore(before);
            if (found.isPresent() && found.get().end().isAfter(start)) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Timeline open(Stretch span) {
        var open = zones.getFirst().open(span);
        for (var zone : zones.subList(1, zones.size())) {
            open = open.intersect(zone.open(span));
        }
        return open.closingEarlier(margin);
    }

    private record Asked(Instant at, Optional<Stretch> found) {

        boolean answers(Instant other) {
            return found.map(open -> open.contains(other)).orElseGet(() -> at.equals(other));
        }
    }
}
