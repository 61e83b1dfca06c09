package com.ovhi.outreach.local.check;

import com.ovhi.outreach.local.check.evidence.Evidence;
import com.ovhi.outreach.local.check.evidence.Evidence.Decision;
import com.ovhi.outreach.local.check.evidence.FeedEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which messages the events of the feed call for, reckoned anew from the feed alone. What an event calls for depends on
 * when it was handled, since nobody is reminded too late: that is known from the other messages of the same event, or
 * else bounded by the slowest event of all.
 */
final class ExpectedContacts {

    private static final Duration CONFIRM_UNTIL = Duration.ofHours(2);
    private static final Duration SETTLING = Duration.ofHours(24);
    private static final Pattern PLAN = Pattern.compile("(/appt_reminder/\\w+)\\.\\d+$");

    private final Map<String, Instant> handledAt;
    private final Map<Long, List<FeedEvent>> visits;
    private final Duration slowest;
    private final Duration margin;

    private ExpectedContacts(Evidence evidence) {
        handledAt = evidence.requests().stream()
                .collect(Collectors.toMap(
                        request -> subject(request.occasion()),
                        Evidence.Request::at,
                        (one, other) -> one.isBefore(other) ? one : other));
        visits = evidence.feed()
                .ofType("appointment.booked", "appointment.moved")
                .collect(Collectors.groupingBy(event -> event.number("patient_id")));
        slowest = evidence.feed()
                .ofType("appointment.booked", "appointment.moved", "appointment.no_show")
                .filter(event -> handledAt.containsKey(visit(event)))
                .map(event -> Duration.between(event.time(), handledAt.getOrDefault(visit(event), event.time())))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        margin = Duration.ofMillis((long) (1000 * evidence.moment().fastest()));
    }

    /** The occasions without any decision. */
    static List<String> undecided(Evidence evidence) {
        var expected = new ExpectedContacts(evidence);
        var decided = evidence.decisions().stream()
                .map(Decision::occasion)
                .map(ExpectedContacts::ofAnyPlan)
                .collect(Collectors.toSet());
        return evidence.feed().events().stream()
                .flatMap(event -> expected.of(event).stream())
                .filter(occasion -> !decided.contains(occasion))
                .toList();
    }

    /** Reminders of a day that was planned anew are named after the plan. */
    private static String ofAnyPlan(String occasion) {
        return PLAN.matcher(occasion).replaceFirst("$1");
    }

    private List<String> of(FeedEvent event) {
        return switch (event.type()) {
            case "appointment.booked", "appointment.moved" -> ofVisit(event);
            case "appointment.no_show" -> List.of(visit(event) + "/no_show/missed");
            case "rx.refill_due" ->
                List.of("prescription/" + event.number("prescription_id") + "@1/rx_refill/"
                        + event.data().path("due_on").asString());
            case "lab.result_ready" -> List.of("result/" + event.number("result_id") + "@1/lab_ready/ready");
            default -> List.of();
        };
    }

    private List<String> ofVisit(FeedEvent event) {
        var start = start(event);
        var handled = handledAt(event).plus(margin);
        var occasions = new ArrayList<String>();
        if (start.toInstant().minus(CONFIRM_UNTIL).isAfter(handled)) {
            occasions.add(visit(event) + "/appt_confirm");
        }
        if (sharesItsDay(event, start)) {
            return occasions;
        }
        if (start.minusDays(1).toInstant().isAfter(handled)) {
            occasions.add(visit(event) + "/appt_reminder/1d");
        }
        var early = start.minusDays(3).toInstant();
        if (early.isAfter(handled) && early.isAfter(event.time().plus(SETTLING))) {
            occasions.add(visit(event) + "/appt_reminder/3d");
        }
        return occasions;
    }

    /** Several visits of a patient on a day are told in one reminder, whose name depends on what came when. */
    private boolean sharesItsDay(FeedEvent event, ZonedDateTime start) {
        return visits.getOrDefault(event.number("patient_id"), List.of()).stream()
                .filter(other -> other.number("appointment_id") != event.number("appointment_id"))
                .anyMatch(other -> start(other).toLocalDate().equals(start.toLocalDate()));
    }

    private static ZonedDateTime start(FeedEvent event) {
        var zone = ZoneId.of(event.data().path("location").path("timezone").asString());
        return OffsetDateTime.parse(event.data().path("start").asString()).atZoneSameInstant(zone);
    }

    private Instant handledAt(FeedEvent event) {
        return handledAt.getOrDefault(visit(event), event.time().plus(slowest));
    }

    private static String visit(FeedEvent event) {
        return "appointment/" + event.number("appointment_id") + "@" + event.number("version");
    }

    /** The part of an occasion that names the thing and its version. */
    private static String subject(String occasion) {
        var at = occasion.indexOf('@');
        var end = at < 0 ? -1 : occasion.indexOf('/', at);
        return end < 0 ? occasion : occasion.substring(0, end);
    }
}
