package com.ovhi.outreach.simulators.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * What a provider answers to one call.
 *
 * @param outcome one word for the ledger
 * @param messageId the message that was accepted, if one was
 */
public record Answer(
        int status,
        String outcome,
        @Nullable String errorCode,
        @Nullable String messageId,
        Map<String, String> headers,
        MediaType type,
        String body) {

    /** A message was accepted. */
    public static Answer accepted(int status, String messageId, Map<String, String> headers, String body) {
        return new Answer(status, "accepted", null, messageId, headers, MediaType.APPLICATION_JSON, body);
    }

    /** Nothing was accepted. */
    public static Answer refused(int status, String errorCode, String body) {
        return new Answer(status, "refused", errorCode, null, Map.of(), MediaType.APPLICATION_JSON, body);
    }

    /** The same answer under another word. */
    public Answer as(String word) {
        return new Answer(status, word, errorCode, messageId, headers, type, body);
    }

    /** The same answer with other headers. */
    public Answer with(Map<String, String> others) {
        return new Answer(status, outcome, errorCode, messageId, others, type, body);
    }

    /** The same status with nothing in it that says which message it was. */
    Answer garbled() {
        return new Answer(status, outcome, errorCode, messageId, Map.of(), MediaType.TEXT_HTML, "<html>not what you");
    }

    ResponseEntity<byte[]> entity() {
        ResponseEntity.BodyBuilder response = ResponseEntity.status(status);
        headers.forEach(response::header);
        return body.isEmpty()
                ? response.build()
                : response.contentType(type).body(body.getBytes(StandardCharsets.UTF_8));
    }
}
