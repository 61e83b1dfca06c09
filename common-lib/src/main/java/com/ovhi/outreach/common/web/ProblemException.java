package com.ovhi.outreach.common.web;

import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A refusal with an RFC 9457 answer: a stable type ({@code urn:ovhi:problem:<slug>}) and a sentence that tells what is
 * wrong without repeating what was sent.
 */
public final class ProblemException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;
    private static final String TYPE_PREFIX = "urn:ovhi:problem:";

    private ProblemException(HttpStatus status, String slug, String detail) {
        super(status, problem(status, slug, detail), null);
    }

    /** A refusal with a status for which there is no method below. */
    public static ProblemException of(HttpStatus status, String slug, String detail) {
        return new ProblemException(status, slug, detail);
    }

    /** 400: the request cannot be understood. */
    public static ProblemException badRequest(String slug, String detail) {
        return new ProblemException(HttpStatus.BAD_REQUEST, slug, detail);
    }

    /** 403: the caller may not do this. */
    public static ProblemException forbidden(String slug, String detail) {
        return new ProblemException(HttpStatus.FORBIDDEN, slug, detail);
    }

    /** 404: there is no such thing, or it is not the caller's. */
    public static ProblemException notFound(String slug, String detail) {
        return new ProblemException(HttpStatus.NOT_FOUND, slug, detail);
    }

    /** 409: it contradicts what is already so. */
    public static ProblemException conflict(String slug, String detail) {
        return new ProblemException(HttpStatus.CONFLICT, slug, detail);
    }

    /** 412: somebody else has changed it since the caller read it. */
    public static ProblemException preconditionFailed(String slug, String detail) {
        return new ProblemException(HttpStatus.PRECONDITION_FAILED, slug, detail);
    }

    /** 428: a change must say which state it was based on. */
    public static ProblemException preconditionRequired(String slug, String detail) {
        return new ProblemException(HttpStatus.PRECONDITION_REQUIRED, slug, detail);
    }

    /** 429: the caller asks too often. */
    public static ProblemException tooManyRequests(String slug, String detail, Duration retryAfter) {
        var problem = new ProblemException(HttpStatus.TOO_MANY_REQUESTS, slug, detail);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
        return problem;
    }

    /** 422: understood, but it cannot be done. */
    public static ProblemException unprocessable(String slug, String detail) {
        return new ProblemException(HttpStatus.UNPROCESSABLE_CONTENT, slug, detail);
    }

    /** 503: try again later. */
    public static ProblemException unavailable(String slug, String detail, Duration retryAfter) {
        var problem = new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, slug, detail);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
        return problem;
    }

    /** Adds a machine-readable member to the answer: ids and vocabulary only. */
    public ProblemException with(String name, Object value) {
        getBody().setProperty(name, value);
        return this;
    }

    /** Sets a response header. */
    public ProblemException header(String name, String value) {
        getHeaders().set(name, value);
        return this;
    }

    /** The last part of the type. */
    public String slug() {
        return String.valueOf(getBody().getType()).substring(TYPE_PREFIX.length());
    }

    static ProblemDetail problem(HttpStatus status, String slug, String detail) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(java.net.URI.create(TYPE_PREFIX + slug));
        problem.setTitle(status.getReasonPhrase());
        return problem;
    }

    /** Members of an answer that name the fields at fault. */
    static Map<String, String> fieldError(String field, String message) {
        return Map.of("field", field, "message", message);
    }
}
