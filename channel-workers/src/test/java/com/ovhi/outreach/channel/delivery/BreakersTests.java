package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BreakersTests {

    private final Breakers breakers = new Breakers(
            new BreakerProperties(Duration.ofSeconds(30), 20, 10, Duration.ofSeconds(5), 30, Duration.ofMillis(200), 5),
            new SimpleMeterRegistry());

    @Test
    void opensWhenATenthOfTheCallsFail() {
        calls(18, new Accepted("id"));
        calls(2, new Unknown("timeout"));

        assertThat(breakers.acquire(Provider.TWILIO)).isEmpty();
        assertThat(breakers.acquire(Provider.SENDGRID)).isPresent();
        assertThat(breakers.state(Provider.TWILIO)).isEqualTo("open");
    }

    @Test
    void staysClosedForPatientsWithWrongNumbers() {
        calls(40, NotSent.refused(FailureClass.PERM_ADDR, "21211"));
        calls(40, new NotSent(FailureClass.THROTTLE, "20429", null, false));

        assertThat(breakers.acquire(Provider.TWILIO)).isPresent();
    }

    @Test
    void closesAgainAfterGoodProbes() {
        calls(20, new NotSent(FailureClass.CONFIG, "20003", null, true));
        assertThat(breakers.acquire(Provider.TWILIO)).isEmpty();

        Awaitility.await()
                .until(() -> breakers.acquire(Provider.TWILIO)
                        .map(permit -> {
                            permit.used(Duration.ofMillis(10), new Accepted("id"));
                            return true;
                        })
                        .orElse(false));
        calls(4, new Accepted("id"));

        assertThat(breakers.state(Provider.TWILIO)).isEqualTo("closed");
    }

    @Test
    void takesBackPermitsThatWereNotUsed() {
        calls(20, new Unknown("timeout"));
        Awaitility.await().until(() -> breakers.acquire(Provider.TWILIO).isPresent());

        for (var i = 0; i < 50; i++) {
            breakers.acquire(Provider.TWILIO).ifPresent(Breakers.Permit::release);
        }

        assertThat(breakers.acquire(Provider.TWILIO)).isPresent();
    }

    private void calls(int count, SendOutcome outcome) {
        for (var i = 0; i < count; i++) {
            breakers.acquire(Provider.TWILIO).ifPresent(permit -> permit.used(Duration.ofMillis(10), outcome));
        }
    }
}
