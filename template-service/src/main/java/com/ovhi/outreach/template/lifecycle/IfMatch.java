package com.ovhi.outreach.template.lifecycle;

import com.ovhi.outreach.common.web.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Header {@code If-Match}: the revision of a template that a change is based on. */
final class IfMatch {

    private static final Pattern TAG = Pattern.compile("\"(\\d{1,9})\"");

    private IfMatch() {}

    /**
     * Reads it.
     *
     * @throws ProblemException 428 when there is none, 412 when it is none of ours
     */
    static int revision(@Nullable String header) {
        if (header == null || header.isBlank()) {
            throw ProblemException.preconditionRequired(
                    "if-match-required", "Send the entity tag of the template in If-Match");
        }
        var tag = TAG.matcher(header.strip());
        if (!tag.matches()) {
            throw stale();
        }
        return Integer.parseInt(tag.group(1));
    }

    static ProblemException stale() {
        return ProblemException.preconditionFailed(
                "stale-template", "Somebody else has changed the template meanwhile");
    }
}
