package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.time.Pace;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which accounts carry what belongs to no organisation. */
class UrgentCallsTests {

    private static final NotSent BUSY = NotSent.refused(FailureClass.PARKED, "circuit-open");

    private final ChannelGateway others = mock(ChannelGateway.class);
    private final ChannelGateway own = mock(ChannelGateway.class);
    private final Routes routes = mock(Routes.class);
    private final UrgentCalls calls = new UrgentCalls(
            routes,
            mock(ProviderCalls.class),
            mock(LaneTopics.class),
            new CallLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 8, 4),
            Clock.systemUTC(),
            new Pace(1));

    @BeforeEach
    void allAccountsAreSomebodysOwn() {
        when(routes.carriers(Channel.SMS, 0)).thenReturn(List.of());
        when(routes.carriers(Channel.SMS, 16)).thenReturn(List.of(own));
        when(routes.carriers(Channel.SMS)).thenReturn(List.of(others, own));
        when(routes.take(any(), any(), anyInt())).thenReturn(new Route.Closed(() -> BUSY));
    }

    @Test
    void whatIsNobodysGoesByNoAccountOfOthers() {
        assertThat(calls.take(Channel.SMS, null)).isEqualTo(new UrgentCalls.Way.Closed(Routes.NO_ACCOUNT));

        verify(routes, never()).take(any(), any(), anyInt());
    }

    @Test
    void anEmergencyGoesByWhicheverThereIs() {
        assertThat(calls.takeAny(Channel.SMS, null)).isEqualTo(new UrgentCalls.Way.Closed(BUSY));

        verify(routes).take(eq(List.of(others, own)), eq(Lane.URGENT), eq(1));
    }

    @Test
    void butByItsOwnWhereThereIsOne() {
        assertThat(calls.takeAny(Channel.SMS, 16L)).isEqualTo(new UrgentCalls.Way.Closed(BUSY));

        verify(routes).take(eq(List.of(own)), eq(Lane.URGENT), eq(1));
    }
}
