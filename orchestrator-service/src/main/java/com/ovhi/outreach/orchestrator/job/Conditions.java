package com.ovhi.outreach.orchestrator.job;

import org.jspecify.annotations.Nullable;

/**
 * What may still change a message while it waits, or has.
 *
 * @param unlessConfirmed it is pointless once the patient has confirmed the visit it is about
 * @param mergeKey messages with one key for one address of an organisation become one; null is never merged
 * @param sensitive what the caller says of the visit it is about, before an event tells; null when nothing
 * @param follows whether it was asked for under a record of its patient that was given up since
 */
public record Conditions(
        boolean unlessConfirmed,
        @Nullable String mergeKey,
        @Nullable Boolean sensitive,
        boolean follows) {

    /** Nothing may. */
    public static final Conditions NONE = new Conditions(false, null);

    /** Of a message whose caller says nothing of the visit. */
    public Conditions(boolean unlessConfirmed, @Nullable String mergeKey) {
        this(unlessConfirmed, mergeKey, null);
    }

    /** Of a message that was asked for under the record its patient has. */
    public Conditions(boolean unlessConfirmed, @Nullable String mergeKey, @Nullable Boolean sensitive) {
        this(unlessConfirmed, mergeKey, sensitive, false);
    }

    /** The same, never to be merged with messages to others. */
    public Conditions apart() {
        return new Conditions(unlessConfirmed, null, sensitive, follows);
    }

    /**
     * The same under the record that stays, told by itself: others who are told at the address have nothing to do with it.
     * Only what the suite has planned follows, which is what has a merge key; what a caller asks for under an old record is
     * counted as if asked for under the one that stays.
     */
    public Conditions following() {
        return new Conditions(unlessConfirmed, null, sensitive, follows || mergeKey != null);
    }
}
