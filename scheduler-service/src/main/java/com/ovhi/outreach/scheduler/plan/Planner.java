package com.ovhi.outreach.scheduler.plan;

import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.scheduler.window.SendHours;
import com.ovhi.outreach.scheduler.window.SendWindows;
import com.ovhi.outreach.scheduler.window.SendWindows.Sender;
import com.ovhi.outreach.scheduler.window.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/**
 * Decides when a message may leave: as desired, else held until the window opens, moved earlier, left to another
 * channel or refused, as its purpose has it. Changes nothing. Thread-safe.
 */
@Component
class Planner {

    private final SendWindows windows;
    private final PlanProperties properties;
    private final Pace pace;
    private final RandomGenerator random;

    Planner(SendWindows windows, PlanProperties properties, Pace pace, RandomGenerator random) {
        this.windows = windows;
        this.properties = properties;
        this.pace = pace;
        this.random = random;
    }

    Plan plan(PlanRequest request, Instant now) {
        var sender = new Sender(request.organizationId(), request.channel());
        return new Planning(this, request, windows.hours(request.window(), sender), now).plan();
    }

    PlanProperties properties() {
        return properties;
    }

    /** Hours that spare the patient at work, if the patient works. */
    Optional<SendHours> considerate(PlanRequest request) {
        return windows.considerateHours(request.window(), new Sender(request.organizationId(), request.channel()));
    }

    /** The hours in which the same could be sent by e-mail; empty when this is for any channel, or for e-mail. */
    Optional<SendHours> byEmail(PlanRequest request) {
        return request.channel() == null || request.channel() == Channel.EMAIL
                ? Optional.empty()
                : Optional.of(windows.hours(request.window(), new Sender(request.organizationId(), Channel.EMAIL)));
    }

    /** A moment at random in the first part of a stretch, so that what waits for one opening does not leave as one. */
    Instant spread(Stretch room) {
        var free = Duration.between(room.start(), room.end());
        var width = Math.min(free.toMillis(), properties.spread().toMillis());
        return room.start().plusMillis(width > 1 ? random.nextLong(width) : 0);
    }

    /** Near the end of a stretch, with time left for a retry. */
    Instant late(Stretch open) {
        var transit = pace.ofReal(properties.transit());
        var lead = properties.earlierLead();
        var late = open.end().minus(lead.compareTo(transit) > 0 ? lead : transit);
        return late.isAfter(open.start()) ? late : open.start();
    }
}
