package com.ovhi.outreach.webhook.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Reads a request's body once, as the bytes that were signed. */
public final class RawBody {

    /** The most any provider posts. */
    static final int LIMIT = 3 * 1024 * 1024;

    private RawBody() {}

    /**
     * The whole body.
     *
     * @throws ErrorResponseException 413 when it is larger than any provider's, 400 when it breaks off
     */
    public static byte[] read(HttpServletRequest request) {
        if (request.getContentLengthLong() > LIMIT) {
            throw refusal(HttpStatus.CONTENT_TOO_LARGE, "body-too-large", "The body is larger than 3 MB");
        }
        try {
            var body = request.getInputStream().readNBytes(LIMIT + 1);
            if (body.length > LIMIT) {
                throw refusal(HttpStatus.CONTENT_TOO_LARGE, "body-too-large", "The body is larger than 3 MB");
            }
            return body;
        } catch (IOException | UncheckedIOException e) {
            throw refusal(HttpStatus.BAD_REQUEST, "body-incomplete", "The body broke off");
        }
    }

    private static ErrorResponseException refusal(HttpStatus status, String slug, String detail) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:ovhi:problem:" + slug));
        return new ErrorResponseException(status, problem, null);
    }
}
