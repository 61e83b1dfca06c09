package com.ovhi.outreach.segment.population;

import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import java.util.Set;

/**
 * A patient has taken something back: closed a channel, in whichever way, or wants marketing nowhere any longer. Told in the
 * transaction in which it became known, once for each change.
 *
 * @param channels on which that was
 * @param ofMarketing whether other messages are still allowed there
 * @param at when preference-service noted it
 * @param takenOver whether it was said, and counted, under a record that was given up for this one
 */
public record OptOut(
        long patientId,
        long organizationId,
        Set<Channel> channels,
        boolean ofMarketing,
        Instant at,
        boolean takenOver) {

    /** Copies. */
    public OptOut {
        channels = Set.copyOf(channels);
    }
}
