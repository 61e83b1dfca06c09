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
import org.springframework.util.unit.DataSize;

/**
 * A request's body as the bytes that were signed, read once. It ends with a {@link ProblemException} where it is too large
 * (503 for providers, 413 for others), too slow or broken off (503). Why it is slow nobody knows before it is verified: it
 * may be us who were, and what gets 4xx does not come again.
 */
public final class Body extends InputStream {

    private static final Duration SOON = Duration.ofSeconds(1);

    /** In which somebody can have raised the limit. */
    private static final Duration LATER = Duration.ofMinutes(15);

    private final InputStream body;
    private final DataSize limit;
    private final long longestNanos;
    private final LongSupplier nanos;
    private final HttpStatus tooLarge;
    private final Runnable unfinished;
    private final long begin;
    private long read;

    /**
     * @param longest within which it must have arrived
     * @param tooLarge what who sends more than the limit is answered
     * @param unfinished is told when it does not come to its end
     */
    Body(
            InputStream body,
            DataSize limit,
            Duration longest,
            LongSupplier nanos,
            HttpStatus tooLarge,
            Runnable unfinished) {
        this.body = body;
        this.limit = limit;
        this.longestNanos = longest.toNanos();
        this.nanos = nanos;
        this.tooLarge = tooLarge;
        this.unfinished = unfinished;
        begin = nanos.getAsLong();
    }

    /** The body of a request that is still to be read. */
    static Body of(HttpServletRequest request, DataSize limit, Duration longest, HttpStatus tooLarge) {
        Runnable unfinished = () -> Verdict.UNFINISHED.write(request);
        if (request.getContentLengthLong() > limit.toBytes()) {
            unfinished.run();
            throw tooLarge(limit, tooLarge);
        }
        try {
            return new Body(request.getInputStream(), limit, longest, System::nanoTime, tooLarge, unfinished);
        } catch (IOException e) {
            unfinished.run();
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
            if (read > limit.toBytes()) {
                unfinished.run();
                throw tooLarge(limit, tooLarge);
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

    /** Nobody knows yet who sent it, so it is counted (by the turnstile) and not written into the log, which anybody could fill. */
    private static ProblemException tooLarge(DataSize limit, HttpStatus status) {
        var detail = "The body is larger than %d kB".formatted(limit.toKilobytes());
        return status == HttpStatus.SERVICE_UNAVAILABLE
                ? ProblemException.unavailable("body-too-large", detail, LATER)
                : ProblemException.of(status, "body-too-large", detail);
    }

    private static ProblemException incomplete() {
        return ProblemException.unavailable("body-incomplete", "The body broke off", SOON);
    }
}
