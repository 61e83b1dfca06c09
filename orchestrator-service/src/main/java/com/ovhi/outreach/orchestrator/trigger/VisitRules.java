package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.settings.Cadence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Which messages a visit calls for. Pure; days are calendar days where the visit takes place. Thread-safe. */
@Component
class VisitRules {

    private final TriggerProperties properties;

    VisitRules(TriggerProperties properties) {
        this.properties = properties;
    }

    /**
     * A visit was booked or moved: the booking is confirmed if the organisation wants that, a move is always told.
     *
     * @param start in the zone of the visit
     */
    Optional<Wish> news(ZonedDateTime start, boolean moved, Cadence cadence, Instant now) {
        var until = start.toInstant().minus(properties.confirmUntil());
        return until.isAfter(now) && (moved || cadence.confirm())
                ? Optional.of(new Wish(Purpose.APPT_CONFIRM, moved ? "moved" : "booking", null, until))
                : Optional.empty();
    }

    /**
     * The reminders of a visit, or of the first of several on the same day.
     *
     * @param start in the zone of the visit
     * @param bookedAt when it was booked, moved or joined by another
     */
    List<Wish> reminders(ZonedDateTime start, Instant bookedAt, Cadence cadence, Instant now) {
        var wishes = new ArrayList<Wish>();
        var closest = cadence.reminderDays().stream().min(Comparator.naturalOrder());
        for (var days : days(start, bookedAt, cadence)) {
            var at = start.minusDays(days).toInstant();
            var settled = at.isAfter(bookedAt.plus(properties.settling()));
            if (at.isAfter(now) && (settled || closest.filter(days::equals).isPresent())) {
                var expiresAt = start.toInstant().minus(properties.remindUntil());
                wishes.add(new Wish(Purpose.APPT_REMINDER, days + "d", at, expiresAt));
            }
        }
        return List.copyOf(wishes);
    }

    private static List<Integer> days(ZonedDateTime start, Instant bookedAt, Cadence cadence) {
        var lead = Duration.between(bookedAt, start.toInstant());
        var days = new ArrayList<Integer>();
        if (cadence.earlyDays() > 0 && lead.compareTo(Duration.ofDays(cadence.earlyLeadDays())) >= 0) {
            days.add(cadence.earlyDays());
        }
        cadence.reminderDays().stream().filter(each -> !days.contains(each)).forEach(days::add);
        return days;
    }

    /** A visit was missed. */
    Wish missed(Instant missedAt, Cadence cadence) {
        var at = missedAt.plus(Duration.ofHours(cadence.missedAfterHours()));
        return new Wish(Purpose.NO_SHOW, "missed", at, missedAt.plus(properties.missedFor()));
    }
}
