package com.ovhi.outreach.orchestrator.job;

import java.util.UUID;

/**
 * A reminder of a visit was called off when it might have been under way, by itself or told by another one, and is now known not to
 * have been sent; kept in the waiting room until it is seen to.
 */
public record UntoldReminder(UUID jobId) {

    /** The type under which it waits. */
    public static final String TYPE = "reminder.untold";
}
