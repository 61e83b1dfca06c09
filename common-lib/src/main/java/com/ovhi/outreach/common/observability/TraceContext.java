package com.ovhi.outreach.common.observability;

import io.micrometer.tracing.Tracer;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace the current thread works for, and the one each job has for itself: days lie between the call that asks for a
 * message, the call of a provider and what comes back, and the id of the job is all they share. Thread-safe.
 */
public final class TraceContext {

    /** Under which a span names the job whose trace goes on from it. */
    static final String JOB = "outreach.job";

    /** W3C Trace Context, version 00. */
    private static final Pattern TRACEPARENT = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

    /** The id of a trace that is none. */
    private static final Pattern NONE = Pattern.compile("0*");

    /** 2^64 by the golden ratio: multiplied by it, ids that were made one after the other lie far from each other (Knuth 6.4). */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** How a {@code traceparent} ends whose trace is kept. */
    private static final String KEPT = "-01";

    private final @Nullable Tracer tracer;
    private final double sampling;

    /**
     * @param tracer null where nothing is traced
     * @param sampling the share of jobs whose traces are kept, the same in all services
     */
    public TraceContext(@Nullable Tracer tracer, double sampling) {
        this.tracer = tracer;
        this.sampling = sampling;
    }

    /** Where nothing is traced. */
    public static TraceContext none() {
        return new TraceContext(null, 0);
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

    /**
     * The W3C {@code traceparent} of a job's own trace, whose id is that of the job without its hyphens; null where nothing is
     * traced. Everybody who knows the job finds it, whatever lies between.
     */
    public @Nullable String ofJob(UUID job) {
        if (tracer == null) {
            return null;
        }
        var hex = HexFormat.of();
        var half = hex.toHexDigits(job.getLeastSignificantBits());
        return "00-" + hex.toHexDigits(job.getMostSignificantBits()) + half + "-" + half + (kept(job) ? KEPT : "-00");
    }

    private boolean kept(UUID job) {
        return (job.getLeastSignificantBits() * GOLDEN) >>> 1 < sampling * Long.MAX_VALUE;
    }

    /**
     * {@link #ofJob} of a job, which its cause names from now on: the current span, or of several jobs the last.
     *
     * @param cause W3C trace context of who is the cause, if that is not the current span
     */
    public @Nullable String leadingTo(UUID job, @Nullable String cause) {
        if (cause == null) {
            name(job);
        } else if (cause.endsWith(KEPT)) {
            try (var _ = continuing(cause, "job")) {
                name(job);
            }
        }
        return ofJob(job);
    }

    private void name(UUID job) {
        var span = tracer == null ? null : tracer.currentSpan();
        if (span != null && !span.isNoop()) {
            span.tag(JOB, job.toString());
        }
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
