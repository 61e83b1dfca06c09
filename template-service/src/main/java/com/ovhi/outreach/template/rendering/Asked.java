package com.ovhi.outreach.template.rendering;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.contract.api.RenderRequest;

/**
 * Somebody asks for a text.
 *
 * @param organizationId on whose behalf
 * @param viewer who asks and gets to see the text, for the audit
 * @param trusted whether it is a service or OVHI core: only their word counts on who the patient is and has agreed to
 */
record Asked(long organizationId, RenderRequest request, Viewer viewer, boolean trusted) {

    /** Whether a person, and no service of the suite, gets to see a patient's values. */
    boolean seenByPerson() {
        return !viewer.service() && request.patientId() != null;
    }

    /** Whether nothing shall come of it. */
    boolean rehearsal() {
        return Boolean.TRUE.equals(request.dryRun());
    }
}
