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
 * (413), too slow or broken off (503). Why it is slow nobody knows before it is verified: it may be us who were, and what
 * gets 4xx does not come again.
 */
public final class Body extends InputStream {

    private static final int MEGABYTE = 1024 * 1024;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final InputStream body;
    private final int limit;
    private final long longestNanos;
    private final LongSupplier nanos;
    private final Runnable unfinished;
    private final long begin;
    private long read;

    /**
     * @param longest within which it must have arrived
     * @param unfinished is told when it does not come to its end
     */
    Body(InputStream body, int limit, Duration longest, LongSupplier nanos, Runnable unfinished) {
        this.body = body;
        this.limit = limit;
        this.longestNanos = longest.toNanos();
        this.nanos = nanos;
        this.unfinished = unfinished;
        begin = nanos.getAsLong();
    }

    /** The body of a request that is still to be read. */
    static Body of(HttpServletRequest request, int megabytes, Duration longest, LongSupplier nanos) {
        var limit = megabytes * MEGABYTE;
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        try {
            return new Body(request.getInputStream(), limit, longest, nanos, () -> Verdict.UNFINISHED.write(request));
        } catch (IOException e) {
            Verdict.UNFINISHED.write(request);
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
            unfinished.run();
            throw ProblemException.unavailable("body-too-slow", "The body came too slowly", SOON);
        }
        try {
            var number = body.read(bytes, offset, length);
            read += Math.max(0, number);
            if (read > limit) {
                throw tooLarge(limit);
            }
            return number;
        } catch (IOException | UncheckedIOException e) {
            unfinished.run();
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
        return ProblemException.unavailable("body-incomplete", "The body broke off", SOON);
    }
}
