package com.ovhi.outreach.scheduler.plan;

import com.ovhi.outreach.common.contract.HourChoice;
import com.ovhi.outreach.common.contract.HourWeights;
import com.ovhi.outreach.common.contract.HourWeights.Hour;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.scheduler.window.SendHours;
import com.ovhi.outreach.scheduler.window.Stretch;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Draws the hour in which a message leaves by what was learned of its patient, from the allowed hours of the next day. The
 * share of an hour that is not allowed goes to the nearest one that is; every allowed hour keeps a chance, so that habits
 * which change are noticed. The same request draws the same hour from the same candidates; these begin at the present.
 */
final class HourDraw {

    /** What is shared out evenly. */
    static final double FLOOR = 0.05;

    private static final int HOURS = 24;

    private final HourWeights weights;
    private final UUID seed;
    private final ZoneId zone;

    private HourDraw(HourWeights weights, UUID seed, ZoneId zone) {
        this.weights = weights;
        this.seed = seed;
        this.zone = zone;
    }

    /** The draw a request asks for, if it may wait and asks for one. */
    static Optional<HourDraw> of(PlanRequest request) {
        var weights = request.hourWeights();
        var seed = request.seed();
        return weights != null && seed != null && BestHour.mayWait(request)
                ? Optional.of(new HourDraw(
                        weights, seed, ZoneId.of(request.window().zones().getFirst())))
                : Optional.empty();
    }

    /**
     * The hour that was drawn, and what of it is left; empty when no hour of the next day is allowed.
     *
     * @param suits whether a message may leave as late as that
     */
    Optional<Drawn> draw(Instant now, SendHours hours, Instant until, Predicate<Instant> suits) {
        var candidates = candidates(now, hours, until, suits);
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        var chances = weights.chances(candidates.stream().map(Candidate::hour).toList(), FLOOR);
        var drawn = index(chances);
        var hour = candidates.get(drawn).hour();
        return Optional.of(new Drawn(
                new HourChoice(
                        hour.hour(),
                        hour.weekend(),
                        Math.round(chances.get(drawn) * 10_000) / 10_000.0,
                        candidates.stream().map(each -> each.hour().hour()).toList(),
                        candidates.stream().map(each -> each.hour().weekend()).toList()),
                candidates.get(drawn).rest()));
    }

    private List<Candidate> candidates(Instant now, SendHours hours, Instant until, Predicate<Instant> suits) {
        var candidates = new ArrayList<Candidate>();
        var first = now.atZone(zone).truncatedTo(ChronoUnit.HOURS);
        // What begins within a day from now; an hour the clocks repeat counts once.
        for (var i = 0; i < HOURS; i++) {
            var start = first.plusHours(i);
            var end = start.plusHours(1).toInstant();
            var from = start.toInstant().isBefore(now) ? now : start.toInstant();
            hours.nextOpen(from, end.isBefore(until) ? end : until)
                    .filter(suits)
                    .filter(at ->
                            candidates.stream().noneMatch(other -> other.hour().hour() == start.getHour()))
                    .ifPresent(at -> candidates.add(new Candidate(
                            new Hour(start.getHour(), weekend(start.getDayOfWeek())), new Stretch(at, end))));
        }
        return candidates;
    }

    private int index(List<Double> chances) {
        var left = new SplittableRandom(seed.getMostSignificantBits() ^ seed.getLeastSignificantBits()).nextDouble();
        var last = chances.size() - 1;
        for (var i = 0; i < last; i++) {
            left -= chances.get(i);
            if (left < 0) {
                return i;
            }
        }
        return last;
    }

    private static boolean weekend(DayOfWeek day) {
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    }

    /**
     * An allowed hour.
     *
     * @param rest what of it may be used
     */
    private record Candidate(Hour hour, Stretch rest) {}

    /** The hour that was drawn. */
    record Drawn(HourChoice choice, Stretch rest) {}
}
