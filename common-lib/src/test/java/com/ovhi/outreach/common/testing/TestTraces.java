package com.ovhi.outreach.common.testing;

import com.ovhi.outreach.common.observability.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Traces as services make them, remembered instead of sent. Thread-safe. */
public final class TestTraces implements SpanExporter {

    private final List<SpanData> spans = new CopyOnWriteArrayList<>();
    private final Tracer tracer = new OtelTracer(
            SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(this))
                    .build()
                    .get("test"),
            new OtelCurrentTraceContext(),
            _ -> {});

    /** The tracer behind {@link #context}. */
    public Tracer tracer() {
        return tracer;
    }

    /** A context in which this share of jobs is traced. */
    public TraceContext context(double sampling) {
        return new TraceContext(tracer, sampling);
    }

    /** The spans that have ended, in that order. */
    public List<SpanData> spans() {
        return List.copyOf(spans);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> ended) {
        spans.addAll(ended);
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
