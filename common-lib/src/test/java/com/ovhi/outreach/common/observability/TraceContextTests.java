package com.ovhi.outreach.common.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTests {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final Tracer tracer = mock();
    private final TraceContext trace = new TraceContext(tracer);

    @ParameterizedTest
    @CsvSource({"true, 01", "false, 00"})
    void namesATraceWhetherItIsKeptOrNot(boolean kept, String flags) {
        current(TRACE, kept);

        assertThat(trace.current()).isEqualTo("00-" + TRACE + "-b7ad6b7169203331-" + flags);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00000000000000000000000000000000"})
    void namesNoneWhereThereIsNone(String none) {
        current(none, null);

        assertThat(trace.current()).isNull();
    }

    @Test
    void namesNoneOutsideOfSpans() {
        assertThat(trace.current()).isNull();
        assertThat(TraceContext.none().current()).isNull();
    }

    private void current(String id, @Nullable Boolean kept) {
        io.micrometer.tracing.TraceContext context = mock();
        given(context.traceId()).willReturn(id);
        given(context.spanId()).willReturn("b7ad6b7169203331");
        given(context.sampled()).willReturn(kept);
        Span span = mock();
        given(span.context()).willReturn(context);
        given(span.isNoop()).willReturn(!Boolean.TRUE.equals(kept));
        given(tracer.currentSpan()).willReturn(span);
    }
}
