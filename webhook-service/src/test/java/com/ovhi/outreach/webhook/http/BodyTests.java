package com.ovhi.outreach.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.common.web.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

class BodyTests {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger unfinished = new AtomicInteger();

    @Test
    void readsWhatFits() {
        assertThat(body(new ByteArrayInputStream(new byte[100]), 100).readAllBytes())
                .hasSize(100);
    }

    @Test
    void endsWhereItIsTooLarge() {
        refused(body(new ByteArrayInputStream(new byte[101]), 100), HttpStatus.CONTENT_TOO_LARGE);
        assertThat(unfinished).hasValue(1);
    }

    @Test
    void endsWhenItTakesTooLong() {
        var drops = new InputStream() {
            @Override
            public int read() {
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                return length == 0 ? 0 : one(bytes, offset);
            }

            private int one(byte[] bytes, int offset) {
                bytes[offset] = (byte) read();
                return 1;
            }
        };

        refused(body(drops, 100), HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(unfinished).hasValue(1);
        assertThat(nanos.get()).isBetween(10_000_000_000L, 12_000_000_000L);
    }

    @Test
    void endsWhereItBreaksOff() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }
        };

        refused(body(broken, 100), HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(unfinished).hasValue(1);
    }

    private Body body(InputStream bytes, int limit) {
        return new Body(
                bytes,
                DataSize.ofBytes(limit),
                Duration.ofSeconds(10),
                nanos::get,
                HttpStatus.CONTENT_TOO_LARGE,
                unfinished::incrementAndGet);
    }

    private static void refused(Body body, HttpStatus status) {
        assertThatThrownBy(body::readAllBytes)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.getStatusCode()).isEqualTo(status));
    }
}
