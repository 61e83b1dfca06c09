package com.ovhi.outreach.orchestrator.job;

import org.jspecify.annotations.Nullable;

/**
 * What may still change a message while it waits.
 *
 * @param unlessConfirmed it is pointless once the patient has confirmed the visit it is about
 * @param mergeKey messages with one key for one address of an organisation become one; null is never merged
 */
public record Conditions(boolean unlessConfirmed, @Nullable String mergeKey) {

    /** Nothing may. */
    public static final Conditions NONE = new Conditions(false, null);

    /** As they travel; null is no. */
    public static Conditions of(@Nullable Boolean unlessConfirmed, @Nullable String mergeKey) {
        return new Conditions(Boolean.TRUE.equals(unlessConfirmed), mergeKey);
    }
}
