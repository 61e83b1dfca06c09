package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.observability.TraceContext;
import com.ovhi.outreach.orchestrator.clients.Rendering;
import com.ovhi.outreach.orchestrator.scheduling.SharedSources.BetterAlone;
import com.ovhi.outreach.orchestrator.scheduling.SharedSources.Unanswered;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What decisions ask together, and when. */
class SharedSourcesTests {

    private static final long MOST_SECONDS = 20;
    private static final Rendering TEXT = new Rendering.UnknownTemplate();
    private static final Plan PLAN = new Plan(Plan.Verdict.REFUSED, null, null, List.of("as asked for"));

    private final Beside beside = new Beside(TraceContext.none());
    private final List<Collection<PlanRequest>> timesAsked = new ArrayList<>();

    @AfterEach
    void close() {
        beside.close();
    }

    @Test
    void timesAreAskedForWhileTextsAre() {
        var both = new CyclicBarrier(2);
        var sources = sources(
                asked -> {
                    meet(both);
                    return answers(asked, TEXT);
                },
                asked -> {
                    meet(both);
                    return answers(asked, PLAN);
                });
        sources.foresee(time(Channel.SMS));
        assertThatThrownBy(() -> sources.text(text())).isInstanceOf(Unanswered.class);

        sources.lookUp();

        assertThat(sources.text(text())).isSameAs(TEXT);
        assertThat(sources.plan(time(Channel.SMS))).isSameAs(PLAN);
    }

    @Test
    void whatWasForeseenIsNotAskedAgain() {
        var sources = sources(asked -> answers(asked, TEXT), this::told);
        sources.foresee(time(Channel.SMS));
        sources.lookUp();

        sources.foresee(time(Channel.SMS));
        sources.foresee(time(Channel.EMAIL));
        sources.lookUp();

        assertThat(timesAsked).containsExactly(List.of(time(Channel.SMS)), List.of(time(Channel.EMAIL)));
    }

    @Test
    void aTimeThatCanOnlyBeToldAloneSpoilsNothingWhileNobodyAsksForIt() {
        var sources = sources(asked -> answers(asked, TEXT), _ -> Map.of());
        sources.foresee(time(Channel.SMS));
        assertThatThrownBy(() -> sources.text(text())).isInstanceOf(Unanswered.class);

        sources.lookUp();

        assertThat(sources.text(text())).isSameAs(TEXT);
        assertThatThrownBy(() -> sources.plan(time(Channel.SMS))).isInstanceOf(BetterAlone.class);
    }

    @Test
    void whatGoesWrongBesideIsHeardOf() {
        var failure = new IllegalStateException("As asked for");
        var sources = sources(asked -> answers(asked, TEXT), _ -> {
            throw failure;
        });
        sources.foresee(time(Channel.SMS));
        assertThatThrownBy(() -> sources.text(text())).isInstanceOf(Unanswered.class);

        assertThatThrownBy(sources::lookUp).isSameAs(failure);
    }

    private SharedSources sources(
            Function<Collection<RenderRequest>, Map<RenderRequest, Rendering>> texts,
            Function<Collection<PlanRequest>, Map<PlanRequest, Plan>> plans) {
        return new SharedSources(_ -> Map.of(), texts, plans, beside);
    }

    private Map<PlanRequest, Plan> told(Collection<PlanRequest> asked) {
        timesAsked.add(asked);
        return answers(asked, PLAN);
    }

    private static <Q, A> Map<Q, A> answers(Collection<Q> asked, A answer) {
        return asked.stream().collect(Collectors.toMap(each -> each, _ -> answer));
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("The other one is not asked meanwhile", e);
        }
    }

    private static RenderRequest text() {
        return new RenderRequest(
                1,
                null,
                Purpose.APPT_REMINDER,
                Channel.SMS,
                "en",
                Map.of(),
                null,
                null,
                null,
                2L,
                null,
                null,
                null,
                null);
    }

    private static PlanRequest time(Channel channel) {
        return new PlanRequest(
                Purpose.APPT_REMINDER,
                new SendWindow(
                        List.of("America/New_York"),
                        LocalTime.of(21, 0),
                        LocalTime.of(8, 0),
                        false,
                        false,
                        1L,
                        null,
                        null,
                        null,
                        null),
                null,
                Instant.parse("2026-03-02T17:00:00Z"),
                null,
                1L,
                channel,
                null,
                null);
    }
}
