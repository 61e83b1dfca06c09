package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.atMost;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.ProviderGateways;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.intent.IntentState;
import com.ovhi.outreach.channel.intent.SendIntent;
import com.ovhi.outreach.channel.rate.RateLimits;
import com.ovhi.outreach.channel.rate.Tokens;
import com.ovhi.outreach.channel.rate.Turns;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RoutesTests {

    private final RateLimits rates = mock(RateLimits.class);
    private static final Account MAIN = Account.main(Provider.TWILIO);
    private static final Account SPARE = new Account(Provider.TWILIO, "spare");
    private static final NotSent REFUSED = new NotSent(FailureClass.CONFIG, "20003", null, About.ACCOUNT);

    private final Gateways gateways = new Gateways(List.of(
            new ProviderGateways(Stream.concat(Arrays.stream(Provider.values()).map(Account::main), Stream.of(SPARE))
                    .map(BreakersTests::idle)
                    .toList())));
    private final Breakers breakers = new Breakers(BreakersTests.PROPERTIES, gateways, new SimpleMeterRegistry());
    private final CallPlaces places =
            new CallPlaces(gateways, new CallLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 8, 4));
    private final Routes routes = new Routes(gateways, breakers, places, rates, new Random(1));

    @Test
    void anErrorCostsNoPlace() throws InterruptedException {
        when(rates.take(any(), any(), anyInt())).thenThrow(new IllegalStateException("bug"));

        assertThatThrownBy(() -> routes.take(routes.carriers(Channel.SMS, 16), Lane.PRIORITY, 5))
                .hasMessage("bug");

        assertThat(places.awaitAllFree(Duration.ZERO)).isTrue();
    }

    @Test
    void campaignsDoNotWaitForEverForTokensThatOthersTake() throws InterruptedException {
        when(rates.take(any(), any(), anyInt())).thenReturn(new Tokens(0, Duration.ofMillis(5)));
        when(rates.turns(any(), any(), anyInt())).thenReturn(new Turns(Duration.ofSeconds(1), Duration.ofMillis(10)));

        assertThat(routes.take(routes.carriers(Channel.SMS, 16), Lane.BULK, 3)).isInstanceOf(Route.Closed.class);

        verify(rates, atMost(3)).take(any(), any(), anyInt());
        assertThat(places.awaitAllFree(Duration.ZERO)).isTrue();
    }

    @Test
    void measuresHowLongEachMessageWaitsForItsTurn() {
        when(rates.take(any(), any(), anyInt())).thenReturn(new Tokens(0, Duration.ofSeconds(40)));
        when(rates.turns(any(), any(), anyInt())).thenReturn(new Turns(Duration.ofSeconds(1), Duration.ofMillis(10)));

        assertThat(routes.take(routes.carriers(Channel.SMS, 16), Lane.BULK, 2))
                .isInstanceOfSatisfying(Route.Closed.class, closed -> {
                    assertThat(closed.reasons().get().code()).isEqualTo("rate-limited");
                    assertThat(closed.reasons().get().code()).isEqualTo("rate-limited");
                });

        verify(rates).waits(MAIN, Lane.BULK, Duration.ofSeconds(1));
        verify(rates).waits(MAIN, Lane.BULK, Duration.ofMillis(1_010));
    }

    @Test
    void aRefusalOfOurAccountIsNoneOfTheMessageWhileAnotherAccountStandsBy() {
        assertThat(routes.judged(intent(MAIN), REFUSED)).isInstanceOfSatisfying(NotSent.class, judged -> {
            assertThat(judged.failureClass()).isEqualTo(FailureClass.PARKED);
            assertThat(judged.code()).isEqualTo("account-refused");
            assertThat(judged.retryAfter()).isLessThan(Duration.ofSeconds(1));
        });
        assertThat(breakers.state(MAIN)).isEqualTo("open");
        when(rates.take(any(), any(), anyInt())).thenReturn(new Tokens(1, Duration.ZERO));

        assertThat(accountOf(take(1))).isEqualTo(SPARE);
    }

    @Test
    void theRefusalOfTheLastAccountIsDefinite() {
        routes.judged(intent(MAIN), REFUSED);

        assertThat(routes.judged(intent(SPARE), REFUSED)).isEqualTo(REFUSED);
        assertThat(breakers.state(SPARE)).as("as many calls tell").isEqualTo("closed");
    }

    @Test
    void whatConcernsTheMessageIsLeftAsItIs() {
        var wrongNumber = new NotSent(FailureClass.PERM_ADDR, "21211", null, About.RECIPIENT);

        assertThat(routes.judged(intent(MAIN), wrongNumber)).isEqualTo(wrongNumber);
        assertThat(breakers.state(MAIN)).isEqualTo("closed");
    }

    @Test
    void aSenderThatMustPauseForHoursIsReplacedAndOneThatMustPauseForAMinuteIsNot() {
        when(rates.take(eq(SPARE), any(), anyInt())).thenReturn(new Tokens(1, Duration.ZERO));
        when(rates.turns(any(), any(), anyInt())).thenReturn(new Turns(Duration.ofSeconds(1), Duration.ofMillis(10)));
        when(rates.take(eq(MAIN), any(), anyInt())).thenReturn(new Tokens(0, Duration.ofMinutes(1)));
        assertThat(take(1)).isInstanceOf(Route.Closed.class);

        when(rates.take(eq(MAIN), any(), anyInt())).thenReturn(new Tokens(0, Duration.ofHours(12)));

        assertThat(accountOf(take(1))).isEqualTo(SPARE);
    }

    @Test
    void whenAllSendersMustPauseThatIsToldWithinMinutes() throws InterruptedException {
        when(rates.take(any(), any(), anyInt())).thenReturn(new Tokens(0, Duration.ofHours(12)));

        assertThat(take(3)).isInstanceOfSatisfying(Route.Closed.class, closed -> {
            var reason = closed.reasons().get();
            assertThat(reason.code()).isEqualTo("circuit-open");
            assertThat(reason.retryAfter()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(11));
        });
        assertThat(places.awaitAllFree(Duration.ZERO)).isTrue();
    }

    private Route take(int most) {
        return routes.take(routes.carriers(Channel.SMS, 16), Lane.PRIORITY, most);
    }

    private static Account accountOf(Route route) {
        return ((Route.Open) route).leaves().getFirst().gateway().account();
    }

    private static SendIntent intent(Account account) {
        return new SendIntent(
                Ids.next(),
                Ids.next(),
                Ids.next(),
                1,
                Channel.SMS,
                account,
                Purpose.APPT_REMINDER,
                4_711,
                16,
                "hash",
                1,
                "fingerprint",
                null,
                IntentState.OPEN,
                null,
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                0,
                0,
                null);
    }
}
