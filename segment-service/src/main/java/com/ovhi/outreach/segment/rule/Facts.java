package com.ovhi.outreach.segment.rule;

import com.ovhi.outreach.common.ids.Channel;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule may know of one patient on one day.
 *
 * @param today the date in the organisation's zone
 * @param age in years, never more than the true one; null when unknown
 * @param language primary language subtag such as {@code es}
 * @param refillDue the next date a refill is due, or the latest one missed when none is coming
 * @param labReady whether a result became ready lately; never what it says
 * @param marketing the channels on which the patient opted in to marketing
 */
public record Facts(
        LocalDate today,
        long organizationId,
        @Nullable Long age,
        @Nullable String language,
        @Nullable String state,
        @Nullable LocalDate lastVisit,
        @Nullable LocalDate nextVisit,
        long visitCount,
        long noShowCount,
        long cancelledCount,
        @Nullable LocalDate refillDue,
        boolean labReady,
        Set<Channel> marketing) {

    @Override
    public String toString() {
        return "Facts[organizationId=" + organizationId + "]";
    }
}
