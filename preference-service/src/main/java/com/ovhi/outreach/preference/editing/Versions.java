package com.ovhi.outreach.preference.editing;

import com.ovhi.outreach.common.web.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** What a caller has seen of what they change: the entity tags of {@code If-Match} (RFC 9110, section 13.1.1). */
final class Versions {

    private static final Pattern TAG = Pattern.compile("(W/)?\"(\\d{1,18})\"");

    private final boolean any;
    private final Set<Long> seen;

    private Versions(boolean any, Set<Long> seen) {
        this.any = any;
        this.seen = seen;
    }

    /**
     * Reads the header.
     *
     * @throws ProblemException 428 without it, 400 when it holds something else
     */
    static Versions ifMatch(@Nullable String header) {
        if (header == null || header.isBlank()) {
            throw ProblemException.of(
                    HttpStatus.PRECONDITION_REQUIRED,
                    "if-match-missing",
                    "Say in If-Match which version you have seen");
        }
        if (header.strip().equals("*")) {
            return new Versions(true, Set.of());
        }
        var seen = new HashSet<Long>();
        for (var tag : List.of(header.split(",", -1))) {
            var parts = TAG.matcher(tag.strip());
            if (!parts.matches()) {
                throw ProblemException.badRequest(
                        "invalid-if-match", "If-Match must hold entity tags of this resource");
            }
            // A weak tag never matches: it does not promise that nothing has changed.
            if (parts.group(1) == null) {
                seen.add(Long.valueOf(parts.group(2)));
            }
        }
        return new Versions(false, Set.copyOf(seen));
    }

    /** @throws ProblemException 412 unless the caller has seen this version */
    void require(long version) {
        if (!any && !seen.contains(version)) {
            throw ProblemException.of(
                    HttpStatus.PRECONDITION_FAILED,
                    "changed-meanwhile",
                    "This has changed since it was read; read it again");
        }
    }

    static <T> ResponseEntity<T> tagged(long version, T body) {
        return ResponseEntity.ok()
                .eTag("\"" + version + "\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(body);
    }
}
