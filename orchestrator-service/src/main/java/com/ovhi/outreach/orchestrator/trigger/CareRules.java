package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.settings.Cadence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which notices refills and results call for. Pure; days are calendar days of the organisation. Thread-safe. */
@Component
class CareRules {

    /** The send window moves it to when the patient may be contacted. */
    private static final LocalTime MORNING = LocalTime.of(9, 0);

    private final TriggerProperties properties;

    CareRules(TriggerProperties properties) {
        this.properties = properties;
    }

    /** The notices of a refill. Of those whose day has passed only the last one is sent, at once and while it is of use. */
    List<Wish> refill(LocalDate dueOn, ZoneId zone, Cadence cadence, Instant now) {
        var wishes = new ArrayList<Wish>();
        Integer passed = null;
        for (var day : cadence.refillDays().stream().sorted().toList()) {
            var at = dueOn.plusDays(day).atTime(MORNING).atZone(zone).toInstant();
            if (at.isAfter(now)) {
                wishes.add(refill(dueOn, day, at, at));
            } else if (at.plus(properties.noticeFor()).isAfter(now)) {
                passed = day;
            }
        }
        if (passed != null) {
            wishes.addFirst(refill(dueOn, passed, null, now));
        }
        // The first one carries the date alone: it is the notice, the others repeat it.
        if (!wishes.isEmpty()) {
            wishes.addFirst(wishes.removeFirst().named(dueOn.toString()));
        }
        return List.copyOf(wishes);
    }

    private Wish refill(LocalDate dueOn, int day, @Nullable Instant at, Instant usefulFrom) {
        return new Wish(Purpose.RX_REFILL, dueOn + "." + day, at, usefulFrom.plus(properties.noticeFor()));
    }

    /** The notices of a result. */
    List<Wish> result(Instant readyAt, Cadence cadence) {
        var first = new Wish(Purpose.LAB_READY, "ready", null, readyAt.plus(properties.noticeFor()));
        if (cadence.resultAgainHours() == 0) {
            return List.of(first);
        }
        var again = readyAt.plus(Duration.ofHours(cadence.resultAgainHours()));
        return List.of(first, new Wish(Purpose.LAB_READY, "again", again, again.plus(properties.noticeFor())));
    }
}
