package com.ovhi.outreach.common.observability;

import io.micrometer.tracing.Tracer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The trace the current thread works for. Thread-safe. */
public final class TraceContext {

    /** W3C Trace Context, version 00. */
    private static final Pattern TRACEPARENT = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

    /** The id of a trace that is none. */
    private static final Pattern NONE = Pattern.compile("0*");

    private final @Nullable Tracer tracer;

    TraceContext(@Nullable Tracer tracer) {
        this.tracer = tracer;
    }

    /** Where nothing is traced. */
    public static TraceContext none() {
        return new TraceContext(null);
    }

    /** Its W3C {@code traceparent}, also when it is not kept, so that nothing else is taken for its cause; null outside a trace. */
    public @Nullable String current() {
        var span = tracer == null ? null : tracer.currentSpan();
        if (span == null || NONE.matcher(span.context().traceId()).matches()) {
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

    /**
     * Continues the trace of a cause on this thread until the scope is closed.
     *
     * @param traceparent W3C trace context, or null to begin a trace
     * @param name of the step
     */
    public Scope continuing(@Nullable String traceparent, String name) {
        if (tracer == null) {
            return () -> {};
        }
        var builder = tracer.spanBuilder().name(name);
        var parent = traceparent == null ? null : parent(tracer, traceparent);
        var span = (parent == null ? builder.setNoParent() : builder.setParent(parent)).start();
        var scope = tracer.withSpan(span);
        return () -> {
            scope.close();
            span.end();
        };
    }

    private static io.micrometer.tracing.@Nullable TraceContext parent(Tracer tracer, String traceparent) {
        var parts = TRACEPARENT.matcher(traceparent);
        return parts.matches()
                ? tracer.traceContextBuilder()
                        .traceId(parts.group(1))
                        .spanId(parts.group(2))
                        .sampled(parts.group(3).equals("01"))
                        .build()
                : null;
    }

    /** Ends a step of a trace. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
