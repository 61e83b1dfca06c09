package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.ProviderGateways;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.messaging.RetryLater;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class CallPlacesTests {

    private static final Account MAIN = Account.main(Provider.TWILIO);
    private static final CallLimits LIMITS = new CallLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 8, 4);

    private final CallPlaces places = new CallPlaces(
            new Gateways(List.of(new ProviderGateways(Arrays.stream(Provider.values())
                    .map(provider -> BreakersTests.idle(Account.main(provider)))
                    .toList()))),
            LIMITS);

    @Test
    void givesNoLaneMoreThanItsOwn() {
        assertThat(places.take(MAIN, Lane.PRIORITY, 100)).isEqualTo(8);
        assertThat(places.take(MAIN, Lane.BULK, 3)).isEqualTo(3);
        assertThat(places.take(MAIN, Lane.URGENT, 1)).isEqualTo(1);
        assertThat(LIMITS.connections()).as("no call waits for a connection").isGreaterThanOrEqualTo(2 + 8 + 4);
    }

    @Test
    void waitsUntilOneIsFree() throws Exception {
        places.take(MAIN, Lane.PRIORITY, 8);
        var given = new AtomicBoolean();
        var waiting = begin(() -> {
            assertThat(places.take(MAIN, Lane.PRIORITY, 8)).isEqualTo(1);
            assertThat(given).as("not before there was one").isTrue();
        });
        awaitWaiting(waiting);

        given.set(true);
        places.giveBack(MAIN, Lane.PRIORITY, 1);

        waiting.end.get(5, TimeUnit.SECONDS);
    }

    @Test
    void letsNobodyWaitForEverForCallsThatHang() {
        places.take(MAIN, Lane.PRIORITY, 8);

        assertThatThrownBy(() -> places.take(MAIN, Lane.PRIORITY, 1))
                .isInstanceOf(RetryLater.class)
                .hasMessageContaining("calls-hang");
    }

    @Test
    void keepsNobodyWaitingWhoMustEnd() throws Exception {
        places.take(MAIN, Lane.PRIORITY, 8);
        var waiting = begin(() -> places.take(MAIN, Lane.PRIORITY, 8));
        awaitWaiting(waiting);

        places.close();

        assertThatThrownBy(() -> waiting.end.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(RetryLater.class);
        assertThatThrownBy(() -> places.take(MAIN, Lane.URGENT, 1)).isInstanceOf(RetryLater.class);
        assertThat(places.awaitAllFree(Duration.ofMillis(50))).isFalse();
        places.giveBack(MAIN, Lane.PRIORITY, 8);
        assertThat(places.awaitAllFree(Duration.ofSeconds(1))).isTrue();
    }

    private static Waiting begin(Runnable work) {
        var end = new CompletableFuture<Void>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                work.run();
                end.complete(null);
            } catch (RuntimeException | Error e) {
                end.completeExceptionally(e);
            }
        });
        return new Waiting(thread, end);
    }

    /** Until it has been through with gathering and waits for one place. */
    private static void awaitWaiting(Waiting waiting) {
        await().until(() -> Arrays.stream(waiting.thread.getStackTrace())
                .anyMatch(frame -> "awaitOne".equals(frame.getMethodName())));
    }

    private record Waiting(Thread thread, CompletableFuture<Void> end) {}
}
