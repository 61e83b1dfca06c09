package com.ovhi.outreach.orchestrator.decision;

import com.ovhi.outreach.common.ids.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * What an occasion is called, for which a patient is contacted once: the same words whether this service's own rules or
 * callers ask. Pure.
 */
public final class OccasionName {

    /** Of what has no versions: refills and results. */
    public static final int ONLY_VERSION = 1;

    /** The offer of another visit some days after a missed one. */
    public static final String REBOOK = "rebook";

    private OccasionName() {}

    /**
     * Names an occasion. A version of a visit is confirmed once, whether it was booked or moved.
     *
     * @param ref such as {@code appointment/5226}
     * @param version null for whichever
     * @param which tells it from other messages of the same purpose about the same thing, null for the usual one
     */
    public static String of(String ref, @Nullable Integer version, Purpose purpose, @Nullable String which) {
        var name = ref + "@" + (version == null ? "any" : version) + "/" + purpose.code();
        return purpose == Purpose.APPT_CONFIRM ? name : name + "/" + (which == null ? usual(purpose) : which);
    }

    /** Whether a patient who has a visit ahead needs nothing of this occasion, by its key. */
    public static boolean isOfferOfVisit(String key) {
        return key.endsWith("/" + Purpose.NO_SHOW.code() + "/" + REBOOK);
    }

    private static String usual(Purpose purpose) {
        return switch (purpose) {
            case NO_SHOW -> "missed";
            case LAB_READY -> "ready";
            case APPT_CONFIRM, APPT_REMINDER, RX_REFILL, CAMPAIGN_EDUCATION, URGENT -> "call";
        };
    }
}
