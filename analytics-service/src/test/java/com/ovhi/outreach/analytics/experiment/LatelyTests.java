package com.ovhi.outreach.analytics.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.web.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often what is dear to find is found. */
class LatelyTests {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicInteger found = new AtomicInteger();
    private final Lately<Integer> lately = lately(Duration.ofSeconds(20));

    private Lately<Integer> lately(Duration patience) {
        return new Lately<>(Duration.ofSeconds(30), patience, now::get);
    }

    private int found(Duration within) {
        now.addAndGet(within.toNanos());
        return found.incrementAndGet();
    }

    @Test
    void whatTookASecondIsKeptForTwenty() {
        assertThat(lately.get(5, () -> found(Duration.ofSeconds(1)))).isEqualTo(1);
        now.addAndGet(Duration.ofSeconds(19).toNanos());
        assertThat(lately.get(5, () -> found(Duration.ofSeconds(1)))).isEqualTo(1);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(lately.get(5, () -> found(Duration.ofSeconds(1)))).isEqualTo(2);
    }

    @Test
    void nothingIsKeptForLongerThanHalfAMinute() {
        assertThat(lately.get(5, () -> found(Duration.ofSeconds(90)))).isEqualTo(1);
        now.addAndGet(Duration.ofSeconds(29).toNanos());
        assertThat(lately.get(5, () -> found(Duration.ofSeconds(90)))).isEqualTo(1);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(lately.get(5, () -> found(Duration.ofSeconds(90)))).isEqualTo(2);
    }

    @Test
    void whoJudgesSeesWhatIsNowAndTheOthersSeeTheSame() {
        lately.get(5, () -> found(Duration.ofSeconds(1)));

        assertThat(lately.fresh(5, () -> found(Duration.ofSeconds(1)))).isEqualTo(2);
        assertThat(lately.get(5, () -> found(Duration.ofSeconds(1)))).isEqualTo(2);
        assertThat(lately.get(6, () -> found(Duration.ofSeconds(1))))
                .as("another")
                .isEqualTo(3);
    }

    @Test
    void manyWhoLookAtOnceCostOne() throws Exception {
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(8)) {
            var first = CompletableFuture.supplyAsync(() -> lately.get(5, () -> held(begun, end)), threads);
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            var others = IntStream.range(0, 7)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(
                            () -> lately.get(5, () -> found(Duration.ofSeconds(1))), threads))
                    .toList();
            await().during(Duration.ofMillis(200)).until(() -> others.stream().noneMatch(CompletableFuture::isDone));
            end.countDown();

            assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(others)
                    .allSatisfy(
                            each -> assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo(1));
        }
        assertThat(found).hasValue(1);
    }

    private int held(CountDownLatch begun, CountDownLatch end) {
        begun.countDown();
        try {
            assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return found(Duration.ofSeconds(1));
    }

    @Test
    void whoWouldWaitTooLongIsToldWhenToAskAgain() throws Exception {
        var impatient = lately(Duration.ofMillis(50));
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(1)) {
            var first = CompletableFuture.supplyAsync(() -> impatient.get(5, () -> held(begun, end)), threads);
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

            assertThatThrownBy(() -> impatient.get(5, () -> found(Duration.ofSeconds(1))))
                    .isInstanceOfSatisfying(ProblemException.class, refusal -> {
                        assertThat(refusal.getStatusCode().value()).isEqualTo(503);
                        assertThat(refusal.getHeaders().getFirst("Retry-After")).isEqualTo("5");
                    });
            end.countDown();
            assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void whatFailsIsNotKept() {
        assertThatThrownBy(() -> lately.get(5, () -> {
                    throw new IllegalStateException("No database");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(lately.get(5, () -> found(Duration.ofSeconds(1)))).isEqualTo(1);
    }

    @Test
    void whatNobodyAsksForAnyLongerIsForgotten() {
        for (var question = 0; question < 100; question++) {
            lately.get(question, () -> found(Duration.ofSeconds(1)));
        }

        assertThat(lately.size()).isLessThanOrEqualTo(21);
    }
}
