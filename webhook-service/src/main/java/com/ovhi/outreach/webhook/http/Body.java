package com.ovhi.outreach.webhook.http;

import com.ovhi.outreach.common.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.springframework.http.HttpStatus;

/**
 * A request's body as the bytes that were signed, read once. It ends with a {@link ProblemException} where it is too large
 * (413), too slow (408) or broken off (400).
 */
public final class Body extends InputStream {

    private static final int MEGABYTE = 1024 * 1024;

    private final InputStream body;
    private final int limit;
    private final long longestNanos;
    private final LongSupplier nanos;
    private final long begin;
    private long read;

    Body(InputStream body, int limit, Duration longest, LongSupplier nanos) {
        this.body = body;
        this.limit = limit;
        this.longestNanos = longest.toNanos();
        this.nanos = nanos;
        begin = nanos.getAsLong();
    }

    /** The body of a request that is still to be read. */
    static Body of(HttpServletRequest request, int megabytes, Duration longest, LongSupplier nanos) {
        var limit = megabytes * MEGABYTE;
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        try {
            return new Body(request.getInputStream(), limit, longest, nanos);
        } catch (IOException e) {
            throw incomplete();
        }
    }

    @Override
    public int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (nanos.getAsLong() - begin > longestNanos) {
            throw ProblemException.of(HttpStatus.REQUEST_TIMEOUT, "body-too-slow", "The body came too slowly");
        }
        try {
            var number = body.read(bytes, offset, length);
            read += Math.max(0, number);
            if (read > limit) {
                throw tooLarge(limit);
            }
            return number;
        } catch (IOException | UncheckedIOException e) {
            throw incomplete();
        }
    }

    /** All of it. */
    @Override
    public byte[] readAllBytes() {
        try {
            return super.readAllBytes();
        } catch (IOException e) {
            throw incomplete();
        }
    }

    private static ProblemException tooLarge(int limit) {
        return ProblemException.of(
                HttpStatus.CONTENT_TOO_LARGE,
                "body-too-large",
                "The body is larger than %d MB".formatted(limit / MEGABYTE));
    }

    private static ProblemException incomplete() {
        return ProblemException.badRequest("body-incomplete", "The body broke off");
    }
}
