package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.web.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Header {@code If-Match}: the version of a segment that a change is based on. */
final class IfMatch {

    private static final Pattern TAG = Pattern.compile("\"(\\d{1,9})\"");

    private IfMatch() {}

    static String tag(int version) {
        return "\"" + version + "\"";
    }

    /**
     * Reads it.
     *
     * @throws ProblemException 428 when there is none, 412 when it is none of ours
     */
    static int version(@Nullable String header) {
        if (header == null || header.isBlank()) {
            throw ProblemException.preconditionRequired(
                    "if-match-required", "Send the entity tag of the segment in If-Match");
        }
        var tag = TAG.matcher(header.strip());
        if (!tag.matches()) {
            throw ProblemException.preconditionFailed("stale-segment", "If-Match is no entity tag of the segment");
        }
        return Integer.parseInt(tag.group(1));
    }
}
