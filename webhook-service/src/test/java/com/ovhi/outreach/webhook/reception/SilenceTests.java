package com.ovhi.outreach.webhook.reception;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.AccountBook;
import com.ovhi.outreach.webhook.notice.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SilenceTests {

    private static final Account NORTH = new Account("north", null);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong(-7);
    private final Silence silence = new Silence(List.of(new Twilio()), meters, nanos::get);

    @Test
    void countsFromTheStartAndFromTheLastWordOfEachAccount() {
        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        silence.broken(Source.TWILIO_STATUS, NORTH);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());

        assertThat(seconds("main")).isEqualTo(65);
        assertThat(seconds("north")).isEqualTo(5);

        silence.broken(Source.TWILIO_INBOUND, Account.MAIN);

        assertThat(seconds("main")).isZero();
    }

    private double seconds(String account) {
        return meters.get("outreach.webhook.silence")
                .tags("provider", "twilio", "account", account)
                .gauge()
                .value();
    }

    private static final class Twilio implements AccountBook {
        @Override
        public Provider provider() {
            return Provider.TWILIO;
        }

        @Override
        public Collection<Account> accounts() {
            return List.of(Account.MAIN, NORTH);
        }
    }
}
