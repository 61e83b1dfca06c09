package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.atMost;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.ProviderGateways;
import com.ovhi.outreach.channel.rate.RateLimits;
import com.ovhi.outreach.channel.rate.Tokens;
import com.ovhi.outreach.channel.rate.Turns;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Provider;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RoutesTests {

    private final RateLimits rates = mock(RateLimits.class);
    private final Gateways gateways = new Gateways(List.of(new ProviderGateways(Arrays.stream(Provider.values())
            .map(provider -> BreakersTests.idle(Account.main(provider)))
            .toList())));
    private final CallPlaces places =
            new CallPlaces(gateways, new CallLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 8, 4));
    private final Routes routes = new Routes(
            gateways,
            new Breakers(BreakersTests.PROPERTIES, gateways, new SimpleMeterRegistry()),
            places,
            rates,
            new Random(1));

    @Test
    void anErrorCostsNoPlace() throws InterruptedException {
        when(rates.take(any(), any(), anyInt())).thenThrow(new IllegalStateException("bug"));

        assertThatThrownBy(() -> routes.take(Channel.SMS, Lane.PRIORITY, 5)).hasMessage("bug");

        assertThat(places.awaitAllFree(Duration.ZERO)).isTrue();
    }

    @Test
    void campaignsDoNotWaitForEverForTokensThatOthersTake() throws InterruptedException {
        when(rates.take(any(), any(), anyInt())).thenReturn(new Tokens(0, Duration.ofMillis(5)));
        when(rates.turns(any(), any(), anyInt())).thenReturn(new Turns(Duration.ofSeconds(1), Duration.ofMillis(10)));

        assertThat(routes.take(Channel.SMS, Lane.BULK, 3)).isInstanceOf(Route.Closed.class);

        verify(rates, atMost(3)).take(any(), any(), anyInt());
        assertThat(places.awaitAllFree(Duration.ZERO)).isTrue();
    }
}
