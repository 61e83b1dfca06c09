package com.ovhi.outreach.orchestrator.channel;

import com.ovhi.outreach.common.ids.Channel;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What speaks for one channel and against another, beside the usual order of a purpose.
 *
 * @param preferred whoever asks wants it tried first
 * @param learned the one the patient answers on, null without evidence
 * @param failing those on which the last message did not arrive
 * @param route the only ones to be tried, in this order; null for all
 */
public record Leaning(
        @Nullable Channel preferred,
        @Nullable Channel learned,
        Set<Channel> failing,
        @Nullable List<Channel> route) {

    /** Nothing speaks for any. */
    public static final Leaning NONE = new Leaning(null, null, Set.of(), null);

    /** Copies. */
    public Leaning {
        failing = Set.copyOf(failing);
        route = route == null ? null : List.copyOf(route);
    }
}
