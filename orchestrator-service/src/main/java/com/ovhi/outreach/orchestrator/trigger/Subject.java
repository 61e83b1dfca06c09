package com.ovhi.outreach.orchestrator.trigger;

import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.decision.OccasionName;
import org.jspecify.annotations.Nullable;

/**
 * What an event is about.
 *
 * @param ref such as {@code appointment/5226}
 */
record Subject(
        long organizationId, long patientId, @Nullable Long providerId, String ref, int version) {

    /** Names the occasion, for which a patient is contacted once. */
    String occasion(Purpose purpose, String which) {
        return OccasionName.of(ref, version, purpose, which);
    }
}
