package com.ovhi.outreach.orchestrator.rules;

import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request before any channel is looked at.
 *
 * @param urgentPurposes what may be urgent at all
 * @param overrideReason why quiet hours are passed, null when nobody says
 * @param visitAt when the visit it is about begins, null when it is about none that is booked
 * @param fatigue how tired the patient is of messages, in [0, 1]
 * @param mostFatigue of a patient who still gets marketing
 */
public record RequestFacts(
        Purpose purpose,
        boolean urgent,
        Set<Purpose> urgentPurposes,
        @Nullable String overrideReason,
        Instant now,
        @Nullable Instant visitAt,
        Instant expiresAt,
        double fatigue,
        double mostFatigue) {

    /** Copies. */
    public RequestFacts {
        urgentPurposes = Set.copyOf(urgentPurposes);
    }
}
