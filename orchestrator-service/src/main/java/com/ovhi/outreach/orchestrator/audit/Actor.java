package com.ovhi.outreach.orchestrator.audit;

import org.jspecify.annotations.Nullable;

/**
 * Who acts.
 *
 * @param name token subject or service name
 */
public record Actor(
        String name, @Nullable String ipAddress, @Nullable String userAgent) {

    /** This service on its own account. */
    public static final Actor ORCHESTRATOR = new Actor("orchestrator-service", null, null);
}
