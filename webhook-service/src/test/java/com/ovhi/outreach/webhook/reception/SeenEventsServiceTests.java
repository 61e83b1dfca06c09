package com.ovhi.outreach.webhook.reception;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.webhook.ledger.Ledger;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Observation;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** What Redis remembers of events, and what its memory is worth. */
@ServiceTest(schema = "ovhi_webhook")
class SeenEventsServiceTests {

    private final SeenEvents seen;
    private final Ledger ledger;
    private final StringRedisTemplate redis;

    SeenEventsServiceTests(SeenEvents seen, Ledger ledger, StringRedisTemplate redis) {
        this.seen = seen;
        this.ledger = ledger;
        this.redis = redis;
    }

    @Test
    void remembersWhatWasRecordedForADay() {
        var one = observation();
        var other = observation();

        seen.remember(List.of(one), Account.MAIN);

        assertThat(seen.among(List.of(other, one), Account.MAIN)).containsExactly(one);
        assertThat(seen.among(List.of(one), new Account("north", null))).isEmpty();
        assertThat(redis.keys("outreach:webhook:seen:*"))
                .allMatch(key -> !key.contains(one.dedupeKey()))
                .allMatch(key -> redis.getExpire(key) > Duration.ofHours(20).toSeconds());
    }

    @Test
    void itsWordAloneIsNotBelieved() {
        var never = observation();
        var recorded = observation();
        ledger.record(List.of(recorded), Account.MAIN, SettableClock.START);

        assertThat(ledger.known(List.of(never, recorded), Account.MAIN)).containsExactly(recorded);
        assertThat(ledger.known(List.of(recorded), new Account("north", null))).isEmpty();
    }

    /** Prints what a batch that was seen before costs with and without Redis; asserts only that both know it. */
    @Test
    void tellsWhatItSaves() {
        var batch = IntStream.range(0, 100).mapToObj(_ -> observation()).toList();
        ledger.record(batch, Account.MAIN, SettableClock.START);
        seen.remember(batch, Account.MAIN);

        for (var round = 0; round < 5; round++) {
            var begin = System.nanoTime();
            assertThat(ledger.known(seen.among(batch, Account.MAIN), Account.MAIN))
                    .hasSize(100);
            var middle = System.nanoTime();
            assertThat(ledger.record(batch, Account.MAIN, SettableClock.START)).isEmpty();
            var end = System.nanoTime();
            LoggerFactory.getLogger(SeenEventsServiceTests.class)
                    .info(
                            "100 repeated events: {} us by Redis and a look-up, {} us by the database alone",
                            (middle - begin) / 1_000,
                            (end - middle) / 1_000);
        }
    }

    private static Observation observation() {
        var key = "test|" + Ids.next();
        return new Observation(
                Provider.SENDGRID, Observation.Kind.OTHER, key, "{}", new Interpretation.Ignored("test"));
    }
}
