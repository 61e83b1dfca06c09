package com.ovhi.outreach.orchestrator.projection;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/** How a visit is named as the subject of a job: {@code appointment/<id>}. */
public final class VisitRef {

    private static final Pattern FORM = Pattern.compile("appointment/(\\d{1,18})");

    private VisitRef() {}

    /** The name of a visit. */
    public static String of(long appointmentId) {
        return "appointment/" + appointmentId;
    }

    /** The visit a subject names, if it is one. */
    public static OptionalLong appointment(String subjectRef) {
        var match = FORM.matcher(subjectRef);
        return match.matches() ? OptionalLong.of(Long.parseLong(match.group(1))) : OptionalLong.empty();
    }
}
