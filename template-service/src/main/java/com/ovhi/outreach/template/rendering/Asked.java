package com.ovhi.outreach.template.rendering;

import com.ovhi.outreach.common.contract.api.RenderRequest;

/**
 * Somebody asks for a text.
 *
 * @param organizationId on whose behalf
 * @param actor who asks, for the audit
 * @param trusted whether it is a service or OVHI core: only their word counts on who the patient is and has agreed to
 */
record Asked(long organizationId, RenderRequest request, String actor, boolean trusted) {

    /** Whether nothing shall come of it. */
    boolean rehearsal() {
        return Boolean.TRUE.equals(request.dryRun());
    }
}
