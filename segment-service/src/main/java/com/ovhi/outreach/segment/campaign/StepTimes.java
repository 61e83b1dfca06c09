package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.experiment.Variant;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When steps are due, in a zone: a patient's own, or the organisation's where that is not known. Days and times of day are the calendar's, durations the clock's: over a change of the clock
 * a day is 23 or 25 hours. A time of day that is left out by the change is as much later, one that comes twice is the first.
 */
record StepTimes(ZoneId zone) {

    private static final LocalTime TIME_OF_A_DATE = LocalTime.of(10, 0);
    private static final Duration A_DAY = Duration.ofDays(1);

    /** The same for a patient; null where their zone is not known. */
    StepTimes in(@Nullable ZoneId other) {
        return other == null || other.equals(zone) ? this : new StepTimes(other);
    }

    /** When a day is over. */
    Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** When a step is due; empty when the date it is counted from is not known. */
    Optional<Instant> due(Step step, @Nullable Variant variant, Anchors anchors) {
        return from(step.from(), anchors)
                .map(anchor -> at(offset(step, anchor), step, time(step, variant)))
                .map(time -> variant == null || variant.delay() == null ? time : time.plus(variant.delay()))
                .map(ZonedDateTime::toInstant);
    }

    private Optional<ZonedDateTime> from(Anchor anchor, Anchors anchors) {
        var instant = switch (anchor) {
            case ENROLMENT -> anchors.enrolment();
            case PREVIOUS -> anchors.previous();
            case NEXT_VISIT -> anchors.nextVisit();
            case REFILL_DUE ->
                anchors.refillDue() == null
                        ? null
                        : anchors.refillDue()
                                .atTime(TIME_OF_A_DATE)
                                .atZone(zone)
                                .toInstant();
        };
        return Optional.ofNullable(instant).map(each -> each.atZone(zone));
    }

    private ZonedDateTime offset(Step step, ZonedDateTime anchor) {
        if (step.offset() != null) {
            return anchor.plus(step.offset());
        }
        return step.days() == null ? anchor : anchor.plusDays(step.days());
    }

    private static @Nullable LocalTime time(Step step, @Nullable Variant variant) {
        return variant == null || variant.at() == null ? step.at() : variant.at();
    }

    /**
     * Never before the anchor itself where no days are to pass; on the day of a date, or before it, at any time: the next day
     * would be too late.
     */
    private static ZonedDateTime at(ZonedDateTime earliest, Step step, @Nullable LocalTime time) {
        if (time == null) {
            return earliest;
        }
        var day = earliest.toLocalDate();
        var sameDay = day.atTime(time).atZone(earliest.getZone());
        var mayPass = !step.from().dated() && (step.days() == null || step.days() == 0);
        return mayPass && sameDay.isBefore(earliest)
                ? day.plusDays(1).atTime(time).atZone(earliest.getZone())
                : sameDay;
    }

    /**
     * The enrolment as later steps see it: a step that comes a day late or more (after a pause, behind a pace) moves those
     * that follow by as many calendar days, so that messages never come all at once.
     */
    Instant shifted(Instant enrolment, Instant due, Instant now) {
        var late = Duration.between(due, now);
        if (late.compareTo(A_DAY) < 0) {
            return enrolment;
        }
        var days = late.toDays() + (late.toDays() * A_DAY.toSeconds() == late.toSeconds() ? 0 : 1);
        return enrolment.atZone(zone).plusDays(days).toInstant();
    }

    /** What steps are counted from; null is not known. */
    record Anchors(
            Instant enrolment,
            Instant previous,
            @Nullable Instant nextVisit,
            @Nullable LocalDate refillDue) {}
}
