package com.ovhi.outreach.preference.audit;

import com.ovhi.outreach.common.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Who did it, as the audit log names them. */
public record Actor(
        String name, @Nullable String ipAddress, @Nullable String userAgent) {

    /** The patient, by an act of their own. */
    public static final Actor PATIENT = new Actor("patient", null, null);

    /** OVHI core, through its event topics. */
    public static final Actor CORE = new Actor("ovhi-core", null, null);

    /** Somebody of another organisation, whose name is none of this one's business. */
    public static final Actor ANOTHER_ORGANIZATION = new Actor("another-organization", null, null);

    /** A messaging provider. */
    public static final Actor PROVIDER = new Actor("provider", null, null);

    /** Whoever sent a request. */
    public static Actor of(Caller caller, HttpServletRequest request) {
        return new Actor(caller.subject(), request.getRemoteAddr(), request.getHeader("User-Agent"));
    }
}
