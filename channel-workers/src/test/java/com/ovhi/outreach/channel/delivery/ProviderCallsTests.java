package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.Limit;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.ProviderGateways;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.testing.TestTraces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call gives back its place exactly once, whatever happens to its thread. */
@Timeout(20)
class ProviderCallsTests {

    private static final Account MAIN = Account.main(Provider.TWILIO);
    private static final CallLimits LIMITS = new CallLimits(Duration.ofMillis(100), Duration.ofMillis(200), 2, 8, 4);
    private static final OutboundMessage MESSAGE = new OutboundMessage(
            Ids.next(),
            1,
            4_711,
            1,
            "hash",
            Instant.parse("2026-03-02T20:00:00Z"),
            false,
            new MessageContent("+15555550100", "hash", null, "Hello", null, null, "Clinic", "en"));
    private static final Supplier<Optional<NotSent>> NO_OBJECTION = Optional::empty;

    private final AtomicInteger called = new AtomicInteger();
    private final AtomicInteger freed = new AtomicInteger();
    private final LinkedBlockingQueue<SendOutcome> told = new LinkedBlockingQueue<>();
    private final CountDownLatch hang = new CountDownLatch(1);
    private final List<ProviderCalls> made = new ArrayList<>();
    private final TestTraces traces = new TestTraces();
    private boolean hangs;
    private @Nullable Leave leave;

    @AfterEach
    void end() {
        hang.countDown();
        made.forEach(ProviderCalls::destroy);
    }

    @Test
    void nobodyIsCalledByAThreadThatBeginsAfterTheLimit() throws InterruptedException {
        var held = new Held();
        var calls = calls(held);

        call(calls, NO_OBJECTION);
        assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo(NotSent.refused(FailureClass.PARKED, "worker-stalled"));
        written();
        held.release();

        await().untilAsserted(() -> assertThat(freed).hasValue(1));
        assertThat(called).hasValue(0);
        assertThat(calls.inFlight(MAIN)).isZero();
    }

    @Test
    void nobodyIsCalledWhenTheLastMomentObjects() throws InterruptedException {
        var held = new Held();
        var calls = calls(held);
        var objection = NotSent.refused(FailureClass.PARKED, "deadline-passed");

        call(calls, () -> Optional.of(objection));
        assertThat(told).as("asked by the call's own thread").isEmpty();
        held.release();

        assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo(objection);
        written();
        assertThat(called).hasValue(0);
        assertThat(freed).hasValue(1);
    }

    @Test
    void aThreadThatCannotBeStartedCostsNoPlace() throws InterruptedException {
        var calls = calls(new Held() {
            @Override
            public void execute(Runnable task) {
                throw new OutOfMemoryError("unable to create native thread");
            }
        });

        call(calls, NO_OBJECTION);

        assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo(NotSent.refused(FailureClass.PARKED, "not-called"));
        written();
        assertThat(freed).hasValue(1);
        assertThat(calls.inFlight(MAIN)).isZero();
    }

    @Test
    void theOutcomeOfACallThatHangsIsUnknownAndItsPlaceIsFreeWhenItHasEnded() throws InterruptedException {
        hangs = true;
        var calls = calls(Executors.newCachedThreadPool());

        call(calls, NO_OBJECTION);

        assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo(new Unknown("timeout"));
        written();
        assertThat(freed).as("its thread hangs").hasValue(0);
        hang.countDown();
        await().untilAsserted(() -> assertThat(freed).hasValue(1));
        assertThat(called).hasValue(1);
    }

    /** Days after the call that asked for it, and minutes before the report that comes back. */
    @Test
    void aCallIsAStepOfTheJobsOwnTrace() throws InterruptedException {
        var calls = calls(Executors.newCachedThreadPool());

        call(calls, NO_OBJECTION);

        assertThat(told.poll(5, TimeUnit.SECONDS)).isInstanceOf(Accepted.class);
        await().untilAsserted(() -> assertThat(traces.spans()).singleElement().satisfies(span -> {
            assertThat(span.getTraceId()).isEqualTo(MESSAGE.jobId().toString().replace("-", ""));
            assertThat(span.getName()).isEqualTo("provider " + MAIN.label());
        }));
        written();
    }

    /** The writer's part. */
    private void written() {
        Objects.requireNonNull(leave).over();
    }

    private void call(ProviderCalls calls, Supplier<Optional<NotSent>> lastMoment) {
        calls.call(Objects.requireNonNull(leave), MESSAGE, lastMoment, told::add);
    }

    private ProviderCalls calls(ExecutorService threads) {
        var gateway = new Slow();
        var gateways = new Gateways(List.of(new ProviderGateways(Arrays.stream(Provider.values())
                .map(provider -> provider == Provider.TWILIO ? gateway : BreakersTests.idle(Account.main(provider)))
                .toList())));
        var breakers = new Breakers(BreakersTests.PROPERTIES, gateways, new SimpleMeterRegistry());
        leave = new Leave(gateway, breakers.acquire(MAIN).orElseThrow(), freed::incrementAndGet);
        var calls = new ProviderCalls(gateways, LIMITS, traces.context(1), new SimpleMeterRegistry(), threads);
        made.add(calls);
        return calls;
    }

    /** Holds tasks back, as a machine does that stands still. */
    private static class Held extends AbstractExecutorService {

        private final List<Runnable> tasks = new ArrayList<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        void release() {
            tasks.forEach(Runnable::run);
        }

        @Override
        public void shutdown() {
            tasks.clear();
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }

    private final class Slow implements ChannelGateway {

        @Override
        public Account account() {
            return MAIN;
        }

        @Override
        public List<Limit> limits() {
            return List.of();
        }

        @Override
        public SendOutcome send(OutboundMessage message) {
            called.incrementAndGet();
            while (hangs && hang.getCount() > 0) {
                try {
                    hang.await();
                } catch (InterruptedException e) {
                    // As a client that cannot be interrupted.
                    continue;
                }
            }
            return new Accepted("SM1");
        }
    }
}
