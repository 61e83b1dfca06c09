package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.Limit;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.ProviderGateways;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BreakersTests {

    private static final Account TWILIO = Account.main(Provider.TWILIO);
    private static final Account SENDGRID = Account.main(Provider.SENDGRID);

    static final BreakerProperties PROPERTIES = new BreakerProperties(
            Duration.ofSeconds(30),
            20,
            10,
            Duration.ofSeconds(5),
            30,
            Duration.ofMillis(200),
            5,
            Duration.ofMillis(500));

    private final Breakers breakers = new Breakers(
            PROPERTIES,
            new Gateways(List.of(new ProviderGateways(Arrays.stream(Provider.values())
                    .<ChannelGateway>map(provider -> new Idle(Account.main(provider)))
                    .toList()))),
            new SimpleMeterRegistry());

    @Test
    void opensWhenATenthOfTheCallsFail() {
        calls(18, new Accepted("id"));
        calls(2, new Unknown("timeout"));

        assertThat(breakers.acquire(TWILIO)).isEmpty();
        assertThat(breakers.acquire(SENDGRID)).isPresent();
        assertThat(breakers.state(TWILIO)).isEqualTo("open");
    }

    @Test
    void staysClosedForPatientsWithWrongNumbers() {
        calls(40, NotSent.refused(FailureClass.PERM_ADDR, "21211"));
        calls(40, new NotSent(FailureClass.THROTTLE, "20429", null, About.SENDER));

        assertThat(breakers.acquire(TWILIO)).isPresent();
    }

    @Test
    void closesAgainAfterGoodProbes() {
        calls(20, new NotSent(FailureClass.CONFIG, "20003", null, About.ACCOUNT));
        assertThat(breakers.acquire(TWILIO)).isEmpty();

        Awaitility.await()
                .until(() -> breakers.acquire(TWILIO)
                        .map(permit -> {
                            permit.used(Duration.ofMillis(10), new Accepted("id"));
                            return true;
                        })
                        .orElse(false));
        calls(4, new Accepted("id"));

        assertThat(breakers.state(TWILIO)).isEqualTo("closed");
    }

    @Test
    void takesBackPermitsThatWereNotUsed() {
        calls(20, new Unknown("timeout"));
        Awaitility.await().until(() -> breakers.acquire(TWILIO).isPresent());

        for (var i = 0; i < 50; i++) {
            breakers.acquire(TWILIO).ifPresent(Breakers.Permit::release);
        }

        assertThat(breakers.acquire(TWILIO)).isPresent();
    }

    @Test
    void isNotClosedForEverByProbesOfWhichNothingIsHeard() {
        calls(20, new Unknown("timeout"));
        Awaitility.await().until(() -> breakers.acquire(TWILIO).isPresent());
        while (breakers.acquire(TWILIO).isPresent()) {
            continue;
        }
        assertThat(breakers.state(TWILIO)).isEqualTo("half_open");

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> breakers.acquire(TWILIO).isPresent());
    }

    private void calls(int count, SendOutcome outcome) {
        for (var i = 0; i < count; i++) {
            breakers.acquire(TWILIO).ifPresent(permit -> permit.used(Duration.ofMillis(10), outcome));
        }
    }

    /** A gateway that nobody calls. */
    static ChannelGateway idle(Account account) {
        return new Idle(account);
    }

    private record Idle(Account account) implements ChannelGateway {

        @Override
        public List<Limit> limits() {
            return List.of();
        }

        @Override
        public SendOutcome send(OutboundMessage message) {
            throw new AssertionError("not called");
        }
    }
}
