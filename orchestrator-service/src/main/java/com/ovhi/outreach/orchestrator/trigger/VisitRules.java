package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/** Which messages a visit calls for. Pure; days are calendar days where the visit takes place. Thread-safe. */
@Component
class VisitRules {

    private final TriggerProperties properties;

    VisitRules(TriggerProperties properties) {
        this.properties = properties;
    }

    /**
     * A visit was booked or moved.
     *
     * @param start in the zone of the visit
     * @param bookedAt when that was
     */
    List<Wish> booked(ZonedDateTime start, Instant bookedAt, Instant now) {
        var wishes = new ArrayList<Wish>();
        var confirmUntil = start.toInstant().minus(properties.confirmUntil());
        if (confirmUntil.isAfter(now)) {
            wishes.add(new Wish(Purpose.APPT_CONFIRM, "booking", null, confirmUntil));
        }
        var closest = properties.reminderDays().stream().min(Comparator.naturalOrder());
        for (var days : properties.reminderDays()) {
            var at = start.minusDays(days).toInstant();
            var settled = at.isAfter(bookedAt.plus(properties.settling()));
            if (at.isAfter(now) && (settled || closest.filter(days::equals).isPresent())) {
                var expiresAt = start.toInstant().minus(properties.remindUntil());
                wishes.add(new Wish(Purpose.APPT_REMINDER, days + "d", at, expiresAt));
            }
        }
        return List.copyOf(wishes);
    }

    /** A visit was missed. */
    Wish missed(Instant missedAt) {
        return new Wish(Purpose.NO_SHOW, "missed", null, missedAt.plus(properties.missedFor()));
    }
}
