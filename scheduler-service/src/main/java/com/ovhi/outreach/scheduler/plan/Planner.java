package com.ovhi.outreach.scheduler.plan;

import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.contract.api.Plan.Verdict;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.scheduler.window.SendHours;
import com.ovhi.outreach.scheduler.window.SendWindows;
import com.ovhi.outreach.scheduler.window.Stretch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides when a message may leave: as desired, else held until the window opens, else moved earlier, else not at all.
 * A pure function of the request and the time. Thread-safe.
 */
@Component
class Planner {

    private final SendWindows windows;
    private final PlanProperties properties;
    private final Pace pace;

    Planner(SendWindows windows, PlanProperties properties, Pace pace) {
        this.windows = windows;
        this.properties = properties;
        this.pace = pace;
    }

    Plan plan(PlanRequest request, Instant now) {
        var hours = windows.hours(request.window());
        var reasons = new ArrayList<String>();
        if (!now.isBefore(request.expiresAt())) {
            reasons.add("expired " + request.expiresAt());
            return new Plan(Verdict.REFUSED, null, null, List.copyOf(reasons));
        }
        return preferred(request, hours, now, reasons).orElseGet(() -> desired(request, hours, now, reasons));
    }

    private Optional<Plan> preferred(PlanRequest request, SendHours hours, Instant now, List<String> reasons) {
        return BestHour.of(request)
                .flatMap(best -> best.next(now, hours, request.expiresAt()).map(at -> {
                    reasons.add("best-hour " + best.hour() + " " + best.zone());
                    return answer(Verdict.PLANNED, at, request, hours, reasons);
                }));
    }

    private Plan desired(PlanRequest request, SendHours hours, Instant now, List<String> reasons) {
        var wish = request.desiredAt();
        var desired = wish == null || wish.isBefore(now) ? now : wish;
        if (desired.isBefore(request.expiresAt()) && hours.allow(desired)) {
            reasons.add(request.window().urgent() ? "urgent-bypass" : "in-window");
            return answer(Verdict.PLANNED, desired, request, hours, reasons);
        }
        reasons.addAll(hours.objections(desired));
        var later = hours.nextOpen(desired, request.expiresAt()).orElse(null);
        if (later != null && inGoodTime(request, later)) {
            return held(later, request, hours, reasons);
        }
        reasons.add(later == null ? "no-window-before " + request.expiresAt() : "too-late " + later);
        return earlier(request, hours, now, desired, later, reasons);
    }

    private Plan earlier(
            PlanRequest request,
            SendHours hours,
            Instant now,
            Instant desired,
            @Nullable Instant later,
            List<String> reasons) {
        var before = desired.isBefore(request.expiresAt()) ? desired : request.expiresAt();
        var earlier = hours.previousOpen(before, now).map(this::late);
        if (earlier.isPresent()) {
            reasons.add("moved-earlier-to " + earlier.get());
            return answer(Verdict.MOVED_EARLIER, earlier.get(), request, hours, reasons);
        }
        if (later != null) {
            return held(later, request, hours, reasons);
        }
        reasons.add("no-window-since " + now);
        return new Plan(Verdict.REFUSED, null, null, List.copyOf(reasons));
    }

    private static Plan held(Instant until, PlanRequest request, SendHours hours, List<String> reasons) {
        reasons.add("held-until " + until);
        return answer(Verdict.HELD, until, request, hours, reasons);
    }

    private static Plan answer(
            Verdict verdict, Instant sendAt, PlanRequest request, SendHours hours, List<String> reasons) {
        var end = hours.windowEnd(sendAt).orElse(request.expiresAt());
        return new Plan(verdict, sendAt, end, List.copyOf(reasons));
    }

    private boolean inGoodTime(PlanRequest request, Instant at) {
        return request.purpose() != Purpose.APPT_REMINDER
                || !at.isAfter(request.expiresAt().minus(properties.reminderNotice()));
    }

    /** Near the end of a stretch, with time left for a retry. */
    private Instant late(Stretch open) {
        var transit = pace.ofReal(properties.transit());
        var lead = properties.earlierLead();
        var late = open.end().minus(lead.compareTo(transit) > 0 ? lead : transit);
        return late.isAfter(open.start()) ? late : open.start();
    }
}
