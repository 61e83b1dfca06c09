package com.ovhi.outreach.simulators.sendgrid;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** One thing that is wrong with a request, in SendGrid's words. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Problem(
        String message, @Nullable String field, @Nullable String help) {

    private static final String HELP = "http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html#message.";

    static Problem plain(String message) {
        return new Problem(message, null, null);
    }

    static Problem in(String field, String message) {
        return new Problem(message, field, HELP + field.replaceAll("\\.\\d+", ""));
    }
}
