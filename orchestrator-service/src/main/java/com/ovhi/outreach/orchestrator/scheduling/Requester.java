package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.security.Roles;
import com.ovhi.outreach.orchestrator.audit.Actor;

/**
 * Who asks for messages.
 *
 * @param urgent whether anything they ask for may be urgent; never what a campaign asks for
 */
record Requester(long organizationId, Actor actor, boolean urgent) {

    private static final int MAX_CLIENT = 100;

    static Requester of(Caller caller, Actor actor) {
        var roles = caller.roles();
        return new Requester(
                caller.organization(), actor, roles.contains(Roles.CORE_SYSTEM) || roles.contains(Roles.OPS));
    }

    /** Clients are told apart by name; a very long one by its digest. */
    String client() {
        return actor.name().length() <= MAX_CLIENT
                ? actor.name()
                : Ids.of(actor.name()).toString();
    }
}
