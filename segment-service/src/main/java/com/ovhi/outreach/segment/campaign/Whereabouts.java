package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.campaign.Enrolment.State;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where patients whom steps of a campaign were for stand by now, as it was read at once.
 *
 * @param stands of each patient who is known to the campaign, also of those whom their records were merged into
 */
record Whereabouts(Map<Long, Stand> stands) {

    /** Records that were merged one into the other; more than these are a mistake, or a circle. */
    static final int MOST_MERGES = 8;

    static final Whereabouts UNKNOWN = new Whereabouts(Map.of());

    /** Copies. */
    Whereabouts {
        stands = Map.copyOf(stands);
    }

    /** Where the patient stands whom a step was for, as {@link Standings#of} tells it. */
    Optional<Enrolment> of(Execution execution) {
        return now(execution.patientId()).filter(each -> each.run() == execution.run());
    }

    private Optional<Enrolment> now(long patientId) {
        return last(patientId).map(Stand::enrolment);
    }

    /** Under the last of their records that is known to the campaign. */
    private Optional<Stand> last(long patientId) {
        var found = stands.get(patientId);
        for (var merge = 0; merge < MOST_MERGES && found != null; merge++) {
            var survivor = found.mergedInto() == null ? null : stands.get(found.mergedInto());
            if (survivor == null) {
                break;
            }
            found = survivor;
        }
        return Optional.ofNullable(found);
    }

    /** Whom the patient's record was merged into, if that one is not known to the campaign: it may be about to be. */
    Optional<Long> unknown(long patientId) {
        return last(patientId).map(Stand::mergedInto).filter(each -> !stands.containsKey(each));
    }

    /** Whom to hold, so that it is certain where the patient stands. */
    Stream<Long> toHold(long patientId) {
        return Stream.concat(now(patientId).map(Enrolment::patientId).stream(), unknown(patientId).stream());
    }

    boolean knows(Collection<Long> patientIds) {
        return stands.keySet().containsAll(patientIds);
    }

    /** The same with some of them as they are by now. */
    Whereabouts with(Map<Long, Enrolment> held) {
        var now = new HashMap<>(stands);
        held.forEach((patient, enrolment) ->
                now.computeIfPresent(patient, (_, before) -> new Stand(enrolment, before.mergedInto())));
        return new Whereabouts(now);
    }

    /** Why they left in the run of a step, or that they are in a later one; empty while neither is so. */
    Optional<String> over(Execution execution) {
        return Optional.ofNullable(stands.get(execution.patientId()))
                .map(Stand::enrolment)
                .flatMap(each -> over(execution.run(), each));
    }

    private static Optional<String> over(int run, Enrolment enrolment) {
        if (enrolment.run() > run) {
            return Optional.of(Enrolment.BEGAN_AGAIN);
        }
        return enrolment.run() == run && enrolment.state() == State.EXITED
                ? Optional.ofNullable(enrolment.exitReason())
                : Optional.empty();
    }

    /**
     * Where one stands.
     *
     * @param mergedInto the patient whom the record was merged into; null when it was not
     */
    record Stand(Enrolment enrolment, @Nullable Long mergedInto) {}
}
