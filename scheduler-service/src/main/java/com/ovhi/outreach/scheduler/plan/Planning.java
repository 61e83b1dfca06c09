package com.ovhi.outreach.scheduler.plan;

import com.ovhi.outreach.common.contract.HourChoice;
import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.contract.api.Plan.Verdict;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.scheduler.window.SendHours;
import com.ovhi.outreach.scheduler.window.Stretch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One plan in the making; its reasons tell how it came about. Not thread-safe. */
final class Planning {

    private final Planner planner;
    private final PlanRequest request;
    private final SendHours hours;
    private final Instant now;
    private final Instant desired;
    private final List<String> reasons = new ArrayList<>();

    Planning(Planner planner, PlanRequest request, SendHours hours, Instant now) {
        this.planner = planner;
        this.request = request;
        this.hours = hours;
        this.now = now;
        var wish = request.desiredAt();
        desired = wish == null || wish.isBefore(now) ? now : wish;
    }

    Plan plan() {
        if (!now.isBefore(request.expiresAt())) {
            reasons.add("expired " + request.expiresAt());
            return nowhere(Verdict.REFUSED);
        }
        return inDrawnHour()
                .or(this::inBestHour)
                .or(this::outsideWork)
                .or(this::asDesired)
                .orElseGet(this::closed);
    }

    private Optional<Plan> inDrawnHour() {
        return HourDraw.of(request)
                .flatMap(draw -> draw.draw(now, hours, request.expiresAt(), this::inGoodTime))
                .map(drawn -> {
                    var choice = drawn.choice();
                    reasons.add("drawn-hour " + choice.hour() + " of " + choice.candidates() + " with chance "
                            + choice.propensity());
                    return answer(Verdict.PLANNED, spread(drawn.rest()), choice);
                });
    }

    private Optional<Plan> inBestHour() {
        return BestHour.of(request)
                .flatMap(best -> best.next(now, hours, request.expiresAt()).map(hour -> {
                    reasons.add("best-hour " + best.hour() + " " + best.zone());
                    return answer(Verdict.PLANNED, spread(hour));
                }));
    }

    /** Only what need not leave at once is kept from a patient at work, and not for long. */
    private Optional<Plan> outsideWork() {
        if (request.purpose() == Purpose.APPT_CONFIRM || request.purpose() == Purpose.URGENT) {
            return Optional.empty();
        }
        return planner.considerate(request)
                .filter(considerate -> hours.allow(desired) && !considerate.allow(desired))
                .flatMap(considerate -> considerate.nextOpen(desired, request.expiresAt()))
                .filter(at -> inGoodTime(at)
                        && !at.isAfter(desired.plus(planner.properties().considerateDelay())))
                .map(at -> {
                    reasons.add("work-hours " + request.window().workStart() + "-"
                            + request.window().workEnd());
                    return held(at);
                });
    }

    private Optional<Plan> asDesired() {
        if (!desired.isBefore(request.expiresAt()) || !hours.allow(desired)) {
            return Optional.empty();
        }
        reasons.add(request.window().urgent() ? "urgent-bypass" : "in-window");
        return Optional.of(answer(Verdict.PLANNED, desired));
    }

    private Plan closed() {
        reasons.addAll(hours.objections(desired));
        var next = hours.nextOpen(desired, request.expiresAt());
        next.ifPresentOrElse(
                at -> {
                    if (!inGoodTime(at)) {
                        reasons.add("too-late " + at);
                    }
                },
                () -> reasons.add("no-window-before " + request.expiresAt()));
        return ClosedPolicy.of(request.purpose()).stream()
                .flatMap(policy -> instead(policy, next).stream())
                .findFirst()
                .orElseGet(() -> {
                    reasons.add("no-window-since " + now);
                    return nowhere(Verdict.REFUSED);
                });
    }

    private Optional<Plan> instead(ClosedPolicy policy, Optional<Instant> next) {
        return switch (policy) {
            case HOLD_IN_GOOD_TIME -> next.filter(this::inGoodTime).map(this::held);
            case HOLD -> next.map(this::held);
            case EARLIER -> earlier();
            case OTHER_CHANNEL -> otherChannel();
        };
    }

    private Plan held(Instant opening) {
        var at = spread(new Stretch(opening, request.expiresAt()));
        reasons.add("held-until " + at);
        return answer(Verdict.HELD, at);
    }

    private Optional<Plan> earlier() {
        var before = desired.isBefore(request.expiresAt()) ? desired : request.expiresAt();
        return hours.previousOpen(before, now).map(planner::late).map(at -> {
            reasons.add("moved-earlier-to " + at);
            return answer(Verdict.MOVED_EARLIER, at);
        });
    }

    private Optional<Plan> otherChannel() {
        return planner.byEmail(request)
                .flatMap(email -> email.nextOpen(desired, request.expiresAt()))
                .map(at -> {
                    reasons.add("email-window " + at);
                    return nowhere(Verdict.OTHER_CHANNEL);
                });
    }

    private Plan nowhere(Verdict verdict) {
        return new Plan(verdict, null, null, List.copyOf(reasons));
    }

    private Plan answer(Verdict verdict, Instant sendAt) {
        return answer(verdict, sendAt, null);
    }

    private Plan answer(Verdict verdict, Instant sendAt, @Nullable HourChoice choice) {
        var end = hours.windowEnd(sendAt).orElse(request.expiresAt());
        return new Plan(verdict, sendAt, end, List.copyOf(reasons), choice);
    }

    /** A moment in a stretch, but neither after its window has closed nor when the message has expired. */
    private Instant spread(Stretch room) {
        var end = hours.windowEnd(room.start()).orElse(request.expiresAt());
        var limit = end.isBefore(request.expiresAt()) ? end : request.expiresAt();
        return planner.spread(new Stretch(room.start(), limit.isBefore(room.end()) ? limit : room.end()));
    }

    private boolean inGoodTime(Instant at) {
        return request.purpose() != Purpose.APPT_REMINDER
                || !at.isAfter(request.expiresAt().minus(planner.properties().reminderNotice()));
    }
}
