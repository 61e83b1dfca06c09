package com.ovhi.outreach.orchestrator.scheduling;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request of a bulk call, from reading it to its answer. */
sealed interface BulkItem {

    /** It may become an event. */
    record Readable(String key, String fingerprint, Ask ask) implements BulkItem {}

    /** It may not. */
    record Bad(Result result) implements BulkItem {}

    /**
     * The answer to one request.
     *
     * @param status as of a call of its own; 202 when it will be decided
     * @param type of the problem, null when there is none
     * @param answer of the call of its own that used the key before, null when none did
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(
            @Nullable String idempotencyKey,
            int status,
            @Nullable UUID requestId,
            @Nullable Boolean replayed,
            @Nullable String type,
            @Nullable String detail,
            @Nullable Object errors,
            @Nullable Map<String, Object> answer) {

        static Result accepted(String key, UUID requestId, boolean replayed) {
            return new Result(key, 202, requestId, replayed ? Boolean.TRUE : null, null, null, null, null);
        }

        static Result problem(@Nullable String key, int status, String slug, String detail, @Nullable Object errors) {
            return new Result(key, status, null, null, "urn:ovhi:problem:" + slug, detail, errors, null);
        }
    }
}
