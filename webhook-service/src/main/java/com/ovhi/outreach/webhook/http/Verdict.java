package com.ovhi.outreach.webhook.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** What a request turned out to be. The answer's status does not say it: strangers can get any. */
enum Verdict {
    /** One of our accounts has signed it. */
    SIGNED,
    /** Nobody whom we know has, or not lately. */
    REFUSED,
    /** Its body was not there in time. */
    UNFINISHED;

    private static final String NAME = Verdict.class.getName();

    /** Notes it on the request, in place of what was noted before. */
    void write(HttpServletRequest request) {
        request.setAttribute(NAME, this);
    }

    /** What was noted on a request; empty when nothing of it was judged. */
    static Optional<Verdict> of(HttpServletRequest request) {
        return Optional.ofNullable(request.getAttribute(NAME)).map(Verdict.class::cast);
    }
}
