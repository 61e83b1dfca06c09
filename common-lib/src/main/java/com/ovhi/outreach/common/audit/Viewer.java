package com.ovhi.outreach.common.audit;

import com.ovhi.outreach.common.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Who looks.
 *
 * @param name a token's subject
 * @param service whether it is a service of the suite, which looks on behalf of what it then does
 */
public record Viewer(
        String name,
        boolean service,
        @Nullable String ipAddress,
        @Nullable String userAgent) {

    private static final int MAX_USER_AGENT = 255;

    public Viewer {
        if (userAgent != null && userAgent.length() > MAX_USER_AGENT) {
            userAgent = userAgent.substring(0, MAX_USER_AGENT);
        }
    }

    /** Whoever sent a request. */
    public static Viewer of(Caller caller, HttpServletRequest request) {
        return new Viewer(
                caller.subject(), caller.isService(), request.getRemoteAddr(), request.getHeader("User-Agent"));
    }
}
