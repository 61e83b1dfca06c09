package com.ovhi.outreach.reply.people;

import org.jspecify.annotations.Nullable;

/**
 * A patient one of whose addresses it is.
 *
 * @param permitted whether messages may go there; null when nobody has said so
 */
public record Owner(
        long patientId,
        long organizationId,
        String language,
        @Nullable Boolean permitted) {

    /** The same where no messages may go. */
    Owner notPermitted() {
        return new Owner(patientId, organizationId, language, false);
    }
}
