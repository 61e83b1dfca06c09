package com.ovhi.outreach.common.security;

import com.ovhi.outreach.common.web.ProblemException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling, as the access token says. Controllers take it as a parameter.
 *
 * @param subject the client or person, for audit
 * @param roles of {@link Roles}
 * @param organizationId the caller's organisation; null for services, which act for all
 */
public record Caller(
        String subject, Set<String> roles, @Nullable Long organizationId) {

    /**
     * The caller's organisation.
     *
     * @throws ProblemException 403 when the token names none
     */
    public long organization() {
        if (organizationId == null) {
            throw ProblemException.forbidden("no-organization", "The token names no organisation");
        }
        return organizationId;
    }

    /**
     * The organisation to act for: the caller's own, or for a service the one it asks for.
     *
     * @throws ProblemException 403 when neither is given
     */
    public long organizationOr(@Nullable Long requested) {
        return isService() && requested != null ? requested : organization();
    }

    /** Whether it is a service of the suite. */
    public boolean isService() {
        return roles.contains(Roles.SERVICE);
    }
}
