package com.ovhi.outreach.segment.campaign;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a patient stands in a campaign.
 *
 * @param run the first, second … time they go through it
 * @param nextStep the place of the step to take at {@code nextAt}, from 0; while an answer is awaited, of the step it is to
 * @param nextAt null once they have exited
 * @param anchor when they were enrolled, as steps see it
 * @param previous when the step before was taken, its message left, or was answered: the latest of what is known
 * @param variant of the experiment; null outside of it
 * @param deeds what they did since the enrolment, as conditions call it
 */
record Enrolment(
        long campaignId,
        long patientId,
        int run,
        int version,
        State state,
        int nextStep,
        @Nullable Instant nextAt,
        Instant anchor,
        Instant previous,
        @Nullable String variant,
        Map<String, Boolean> deeds,
        @Nullable String exitReason) {

    static final String FINISHED = "finished";

    /** Why what a patient was to get in an earlier run is not sent any more. */
    static final String BEGAN_AGAIN = "began-again";

    /** A patient who enters. */
    static Enrolment entering(
            long campaignId, long patientId, int run, int version, Instant anchor, @Nullable String variant) {
        return new Enrolment(
                campaignId,
                patientId,
                run,
                version,
                State.WAITING,
                0,
                anchor,
                anchor,
                anchor,
                variant,
                Conditions.NOTHING,
                null);
    }

    /** With what was drawn for them now. */
    Enrolment drawn(@Nullable String other) {
        return new Enrolment(
                campaignId,
                patientId,
                run,
                version,
                state,
                nextStep,
                nextAt,
                anchor,
                previous,
                other,
                deeds,
                exitReason);
    }

    /** Takes another step, or looks at this one again, at a time. */
    Enrolment at(int step, Instant time) {
        return with(State.WAITING, step, time, anchor, previous);
    }

    /** A step is taken: what comes after it is counted from now, and from a later enrolment if it came late. */
    Enrolment taken(Instant now, Instant shiftedAnchor) {
        return with(state, nextStep, now, shiftedAnchor, now);
    }

    /** The message of a step has left: what comes after it is counted from then, unless it was answered since. */
    Enrolment left(Instant at) {
        return with(state, nextStep, nextAt, anchor, at.isAfter(previous) ? at : previous);
    }

    /** Is looked at again at a time, and stands where they stood. */
    Enrolment lookedAt(Instant time) {
        return with(state, nextStep, time, anchor, previous);
    }

    Enrolment awaiting(Instant until) {
        return with(State.AWAITING, nextStep, until, anchor, previous);
    }

    Enrolment exited(String reason) {
        return new Enrolment(
                campaignId,
                patientId,
                run,
                version,
                State.EXITED,
                nextStep,
                null,
                anchor,
                previous,
                variant,
                deeds,
                reason);
    }

    /**
     * Whether it may still matter what they do: they are in it, or have gone through it while something they were to be sent
     * may wait.
     */
    boolean open() {
        return state != State.EXITED || FINISHED.equals(exitReason);
    }

    private Enrolment with(State newState, int step, @Nullable Instant time, Instant newAnchor, Instant newPrevious) {
        return new Enrolment(
                campaignId,
                patientId,
                run,
                version,
                newState,
                step,
                time,
                newAnchor,
                newPrevious,
                variant,
                deeds,
                exitReason);
    }

    /** How a patient stands. */
    enum State {
        WAITING,
        AWAITING,
        EXITED;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }
}
