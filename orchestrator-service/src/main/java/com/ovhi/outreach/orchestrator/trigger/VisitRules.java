package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.decision.OccasionName;
import com.ovhi.outreach.orchestrator.job.Conditions;
import com.ovhi.outreach.orchestrator.settings.Cadence;
import com.ovhi.outreach.orchestrator.settings.VisitCadence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
     * @param missed how many of the last visits the patient has missed
     */
    List<Wish> reminders(ZonedDateTime start, Instant bookedAt, int missed, Cadence cadence, Instant now) {
        var settledFrom = bookedAt.plus(properties.settling());
        var last = lastDay(cadence);
        var daily = days(start, bookedAt, cadence).stream()
                .map(days -> reminder(days, start, missed, cadence))
                .filter(wish -> wish.isAfter(now)
                        && (wish.isAfter(settledFrom) || wish.which().equals(last + "d")));
        return Stream.concat(
                        daily,
                        shortly(start, cadence.visits())
                                .filter(wish -> wish.isAfter(now) && wish.isAfter(settledFrom))
                                .stream())
                .toList();
    }

    /**
     * The reminders of a visit that are still to come, whenever it was booked.
     *
     * @param early whether the early one is among them
     */
    List<Wish> remaining(ZonedDateTime start, boolean early, int missed, Cadence cadence, Instant now) {
        var days = new LinkedHashSet<>(cadence.reminderDays());
        if (early) {
            days.add(cadence.earlyDays());
        }
        return Stream.concat(
                        days.stream().map(each -> reminder(each, start, missed, cadence)),
                        shortly(start, cadence.visits()).stream())
                .filter(wish -> wish.isAfter(now))
                .toList();
    }

    /** The last reminder on a day before whose time has passed without its being sent: as soon as allowed, if in time. */
    Optional<Wish> overdue(ZonedDateTime start, int missed, Cadence cadence, Instant now) {
        return Optional.of(reminder(lastDay(cadence), start, missed, cadence))
                .filter(wish -> !wish.isAfter(now) && wish.expiresAt().isAfter(now))
                .map(Wish::atOnce);
    }

    /** How many days before a visit its last day reminder goes out. */
    static int lastDay(Cadence cadence) {
        return cadence.reminderDays().stream().min(Comparator.naturalOrder()).orElse(0);
    }

    /** On a day before; those of a household are told in one message if they fall on one day and its visits do, too. */
    private Wish reminder(int days, ZonedDateTime start, int missed, Cadence cadence) {
        var early = !cadence.reminderDays().contains(days);
        return new Wish(
                Purpose.APPT_REMINDER,
                days + "d",
                start.minusDays(days).toInstant(),
                null,
                start.toInstant().minus(properties.remindUntil()),
                early && cadence.visits().earlyByEmail() ? Channel.EMAIL : null,
                new Conditions(
                        isExtra(days, cadence) && !cadence.visits().highRisk(missed),
                        start.toLocalDate() + "/" + days + "d"));
    }

    /** Whether the patient can do without it after a confirmation: the last one of several. */
    private static boolean isExtra(int days, Cadence cadence) {
        return cadence.visits().skipConfirmed()
                && cadence.reminderDays().size() > 1
                && cadence.reminderDays().stream().allMatch(each -> days <= each);
    }

    /** Hours before, at that time or not at all. */
    private Optional<Wish> shortly(ZonedDateTime start, VisitCadence cadence) {
        var at = start.toInstant().minus(Duration.ofHours(cadence.hoursBefore()));
        var until = start.toInstant().minus(properties.remindUntil());
        return at.isBefore(until)
                ? Optional.of(new Wish(
                        Purpose.APPT_REMINDER, cadence.hoursBefore() + "h", at, at, until, null, Conditions.NONE))
                : Optional.empty();
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

    /**
     * A visit was missed: soon after and on the same day the patient hears of it, and some days later once more.
     *
     * @param zone where it should have taken place
     * @param rebooked whether the patient has another visit ahead, which needs no second offer
     */
    List<Wish> missed(Instant missedAt, ZoneId zone, boolean rebooked, Cadence cadence) {
        var wishes = new ArrayList<Wish>();
        var at = missedAt.plus(Duration.ofHours(cadence.missedAfterHours()));
        var within = at.plus(Duration.ofHours(cadence.visits().missedWithinHours()));
        var midnight =
                at.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
        wishes.add(new Wish(Purpose.NO_SHOW, "missed", at, within.isBefore(midnight) ? within : midnight));
        var days = cadence.visits().rebookAfterDays();
        if (days > 0 && !rebooked) {
            var again = missedAt.atZone(zone).plusDays(days).toInstant();
            wishes.add(new Wish(Purpose.NO_SHOW, OccasionName.REBOOK, again, again.plus(properties.missedFor())));
        }
        return List.copyOf(wishes);
    }
}
