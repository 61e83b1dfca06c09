package com.ovhi.outreach.analytics.retention;

import java.time.Instant;

/** Keeps something about people that is of no use any more some day. */
@FunctionalInterface
public interface Forgetful {

    /** Forgets what happened before an instant, in transactions of its own that are small enough to harm nobody. */
    void forget(Instant before);
}
