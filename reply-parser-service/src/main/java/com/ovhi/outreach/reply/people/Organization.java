package com.ovhi.outreach.reply.people;

import org.jspecify.annotations.Nullable;

/**
 * Who we are for a patient.
 *
 * @param phone as it is shown to patients
 * @param language its usual one, a BCP 47 tag
 * @param smsPhi whether SMS may say more than usual
 */
public record Organization(
        long organizationId,
        String displayName,
        @Nullable String phone,
        @Nullable String language,
        boolean smsPhi) {}
