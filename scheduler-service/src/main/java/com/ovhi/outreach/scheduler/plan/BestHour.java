package com.ovhi.outreach.scheduler.plan;

import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.scheduler.window.SendHours;
import com.ovhi.outreach.scheduler.window.Stretch;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The local hour in which a patient answers best.
 *
 * @param hour 0 to 23
 * @param zone where the patient is
 */
record BestHour(int hour, ZoneId zone) {

    /** The hour to prefer; empty when the message has a time of its own, cannot wait or the zone is not certain. */
    static Optional<BestHour> of(PlanRequest request) {
        var hour = request.bestHour();
        return hour != null && mayWait(request)
                ? Optional.of(
                        new BestHour(hour, ZoneId.of(request.window().zones().getFirst())))
                : Optional.empty();
    }

    /** Whether the message has no time of its own, can wait and it is known where the patient is. */
    static boolean mayWait(PlanRequest request) {
        return request.desiredAt() == null
                && !request.window().urgent()
                && request.purpose() != Purpose.URGENT
                && request.purpose() != Purpose.APPT_CONFIRM
                && request.window().zones().size() == 1;
    }

    /** What is left of the next such hour, today or tomorrow, from its first allowed instant on. */
    Optional<Stretch> next(Instant now, SendHours hours, Instant until) {
        var today = LocalDate.ofInstant(now, zone);
        return Stream.of(today, today.plusDays(1))
                .map(day -> from(day, now))
                .filter(at -> at.isBefore(until) && at.atZone(zone).getHour() == hour && hours.allow(at))
                .map(at -> new Stretch(
                        at,
                        at.atZone(zone)
                                .truncatedTo(ChronoUnit.HOURS)
                                .plusHours(1)
                                .toInstant()))
                .findFirst();
    }

    private Instant from(LocalDate day, Instant now) {
        var start = day.atTime(LocalTime.of(hour, 0)).atZone(zone).toInstant();
        return start.isBefore(now) && now.atZone(zone).toLocalDate().equals(day) ? now : start;
    }
}
