package com.ovhi.outreach.segment.population;

import com.ovhi.outreach.segment.rule.AgeBand;
import com.ovhi.outreach.segment.rule.Facts;
import com.ovhi.outreach.segment.rule.Variable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one patient on one day, in memory. What was not asked for when it was read is empty.
 *
 * @param visits of the patient at the organisation, with a known day
 * @param refills the days refills are due
 * @param segments those the patient belongs to
 */
record Known(
        LocalDate today,
        PatientRow row,
        List<DayCount> visits,
        List<LocalDate> refills,
        List<DayCount> engagement,
        Set<String> tags,
        Set<Long> segments)
        implements Facts {

    @Override
    public @Nullable Object value(Variable variable, String argument) {
        return Fact.of(variable).known(this, argument);
    }

    /** Counted from the end of the month of birth, so that nobody is taken for an adult too early. */
    @Nullable
    Long age() {
        return row.bornBy() == null ? null : (Long) Math.max(0, ChronoUnit.YEARS.between(row.bornBy(), today));
    }

    @Nullable
    String ageBand() {
        return AgeBand.of(age());
    }

    @Nullable
    LocalDate nextVisit() {
        return visits.stream()
                .filter(each -> each.kind().equals(VisitStatus.BOOKED.code()))
                .map(DayCount::day)
                .filter(each -> !each.isBefore(today))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The next day a refill is due, or the latest one missed when none is coming. */
    @Nullable
    LocalDate refillDue() {
        return refills.stream()
                .filter(each -> !each.isBefore(today))
                .min(Comparator.naturalOrder())
                .or(() -> refills.stream().max(Comparator.naturalOrder()))
                .orElse(null);
    }

    boolean labReady() {
        var since = today.minusDays(Fact.LAB_IS_NEWS_FOR);
        return row.labReadyOn() != null && row.labReadyOn().isAfter(since);
    }

    long visitsWithin(VisitStatus status, String days) {
        return within(visits, status.code(), days);
    }

    long engagementWithin(EngagementKind kind, String days) {
        return within(engagement, kind.code(), days);
    }

    private long within(List<DayCount> counts, String kind, String days) {
        var first = Fact.firstOf(today, days);
        return counts.stream()
                .filter(each -> each.kind().equals(kind))
                .filter(each -> !each.day().isBefore(first) && !each.day().isAfter(today))
                .mapToLong(DayCount::times)
                .sum();
    }

    @Override
    public String toString() {
        return "Known[organizationId=" + row.organizationId() + "]";
    }

    /** How often something happened on a day. */
    record DayCount(String kind, LocalDate day, long times) {}
}
