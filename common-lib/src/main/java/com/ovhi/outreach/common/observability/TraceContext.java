package com.ovhi.outreach.common.observability;

import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

/** The trace the current thread works for. Thread-safe. */
public final class TraceContext {

    private final @Nullable Tracer tracer;

    TraceContext(@Nullable Tracer tracer) {
        this.tracer = tracer;
    }

    /** Its W3C {@code traceparent}, or null outside a trace. */
    public @Nullable String current() {
        var span = tracer == null ? null : tracer.currentSpan();
        if (span == null || span.isNoop()) {
            return null;
        }
        var context = span.context();
        var sampled = Boolean.TRUE.equals(context.sampled()) ? "01" : "00";
        return "00-" + context.traceId() + "-" + context.spanId() + "-" + sampled;
    }

    /** Its id, for error answers, or null outside a trace. */
    public @Nullable String traceId() {
        var span = tracer == null ? null : tracer.currentSpan();
        return span == null ? null : span.context().traceId();
    }
}
