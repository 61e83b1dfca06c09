package com.ovhi.outreach.common.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.TestTraces;
import io.opentelemetry.api.common.AttributeKey;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The trace each job has for itself. */
class TraceContextTests {

    private static final UUID JOB = UUID.fromString("0198c7b2-1111-7000-8000-00000000abcd");
    private static final String TRACE = "0198c7b2111170008000" + "00000000abcd";

    private final TestTraces traces = new TestTraces();

    @Test
    void isFoundByWhoeverKnowsTheJob() {
        assertThat(traces.context(1).ofJob(JOB))
                .isEqualTo("00-" + TRACE + "-800000000000abcd-01")
                .isEqualTo(new TestTraces().context(1).ofJob(JOB));
    }

    @Test
    void goesOnWhateverLiesBetween() {
        var context = traces.context(1);

        try (var _ = context.continuing(context.ofJob(JOB), "provider twilio")) {
            assertThat(context.current()).startsWith("00-" + TRACE).endsWith("-01");
        }
        try (var _ = context.continuing(context.ofJob(JOB), "delivery.reported")) {
            assertThat(context.traceId()).isEqualTo(TRACE);
        }

        assertThat(traces.spans()).extracting(each -> each.getTraceId()).containsExactly(TRACE, TRACE);
        assertThat(traces.spans())
                .extracting(each -> each.getName())
                .containsExactly("provider twilio", "delivery.reported");
    }

    /** So it is found from the call that asked for it, too. */
    @Test
    void isNamedByTheSpanThatLeadsToIt() {
        var context = traces.context(1);

        try (var _ = context.continuing(null, "POST /api/v1/comm/schedule")) {
            assertThat(context.leadingTo(JOB, null)).isEqualTo(context.ofJob(JOB));
        }

        assertThat(traces.spans()).singleElement().satisfies(span -> {
            assertThat(span.getTraceId()).isNotEqualTo(TRACE);
            assertThat(span.getAttributes().get(AttributeKey.stringKey(TraceContext.JOB)))
                    .isEqualTo(JOB.toString());
        });
    }

    /** A group works for many, and its thread for none of them. */
    @Test
    void isNamedInTheTraceOfTheCauseWhateverTheThreadWorksFor() {
        var context = traces.context(1);
        var cause = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        try (var _ = context.continuing(null, "a group")) {
            assertThat(context.leadingTo(JOB, cause)).isEqualTo(context.ofJob(JOB));
            context.leadingTo(JOB, cause.replace("-01", "-00"));
        }

        assertThat(traces.spans().getFirst()).satisfies(span -> {
            assertThat(span.getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
            assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
            assertThat(span.getAttributes().get(AttributeKey.stringKey(TraceContext.JOB)))
                    .isEqualTo(JOB.toString());
        });
        assertThat(traces.spans()).as("and the group's own span").hasSize(2);
    }

    @Test
    void isKeptForTheShareThatWasAskedForInAllServicesAlike() {
        var context = traces.context(0.1);
        var jobs = Stream.generate(Ids::next).limit(20_000).toList();

        var kept = jobs.stream()
                .filter(job -> String.valueOf(context.ofJob(job)).endsWith("-01"))
                .toList();

        assertThat(kept.size() / 20_000.0).isCloseTo(0.1, within(0.02));
        assertThat(kept)
                .allSatisfy(job ->
                        assertThat(new TestTraces().context(0.1).ofJob(job)).endsWith("-01"));
        assertThat(jobs).allSatisfy(job -> {
            assertThat(traces.context(0).ofJob(job)).endsWith("-00");
            assertThat(traces.context(1).ofJob(job)).endsWith("-01");
        });
    }

    @Test
    void costsNothingWhereItIsNotKept() {
        var context = traces.context(0);

        try (var _ = context.continuing(context.ofJob(JOB), "provider twilio")) {
            assertThat(context.traceId()).isEqualTo(TRACE);
        }

        assertThat(traces.spans()).isEmpty();
    }

    /** Or what it brings about would be taken for somebody else's. */
    @Test
    void isHandedOnAlsoWhereItIsNotKept() {
        var context = traces.context(1);
        var cause = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

        try (var _ = context.continuing(cause, "POST /api/v1/comm/schedule")) {
            assertThat(context.current())
                    .startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-")
                    .endsWith("-00");
        }

        assertThat(context.current()).isNull();
    }

    @Test
    void isNoneWhereNothingIsTraced() {
        assertThat(TraceContext.none().ofJob(JOB)).isNull();
        assertThat(TraceContext.none().leadingTo(JOB, null)).isNull();
    }
}
