package com.ovhi.outreach.simulators.exchange;

import com.ovhi.outreach.simulators.ledger.Draft;
import com.ovhi.outreach.simulators.ledger.Entry;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What can be seen of a call before anything about it is checked. */
public record Attempt(
        String path,
        @Nullable String from,
        @Nullable String to,
        @Nullable String jobId,
        Map<String, String> correlation,
        @Nullable String text) {

    /** A call of which nothing can be made out. */
    public static Attempt unreadable(String path) {
        return new Attempt(path, null, null, null, Map.of(), null);
    }

    String recipient() {
        return Objects.requireNonNullElse(to, "");
    }

    String intention() {
        return Objects.requireNonNullElse(jobId, "");
    }

    Draft draft() {
        return Draft.of(Entry.Kind.CALL)
                .between(from, to)
                .job(jobId, correlation)
                .text(text)
                .detail("path", path);
    }
}
