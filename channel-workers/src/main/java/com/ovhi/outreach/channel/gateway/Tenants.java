package com.ovhi.outreach.channel.gateway;

import java.util.Set;

/**
 * For whom an account sends.
 *
 * @param organizations whose own it is; empty when all share it that have none of their own
 * @param sharedBehind whether shared accounts may send for them, too, while none of their own can
 */
public record Tenants(Set<Long> organizations, boolean sharedBehind) {

    /** An account of everybody who has none of their own. */
    public static final Tenants ALL = new Tenants(Set.of(), false);

    /** Takes its own copy. */
    public Tenants {
        organizations = Set.copyOf(organizations);
    }

    /** Whether it is nobody's own. */
    boolean shared() {
        return organizations.isEmpty();
    }
}
