package com.ovhi.outreach.webhook.reception;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.webhook.ledger.Ledger;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.Arrival;
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
    void remembersWhatItMetForADay() {
        var one = arrival();
        var other = arrival();

        assertThat(seen.meet(List.of(one))).isEmpty();

        assertThat(seen.meet(List.of(other, one))).containsExactly(one);
        assertThat(seen.meet(List.of(byAnother(one), other))).containsExactly(other);
        assertThat(redis.keys("outreach:webhook:{seen}:*"))
                .allMatch(key -> !key.contains(one.observation().dedupeKey()))
                .allMatch(key -> redis.getExpire(key) > Duration.ofHours(20).toSeconds());
    }

    @Test
    void itsWordAloneIsNotBelieved() {
        var never = arrival();
        var recorded = arrival();
        ledger.record(List.of(recorded));

        assertThat(ledger.known(List.of(never, recorded))).containsExactly(recorded);
        assertThat(ledger.known(List.of(byAnother(recorded)))).isEmpty();
        assertThat(ledger.known(List.of(byAnother(recorded), recorded))).containsExactly(recorded);
    }

    /** Requests of several accounts share a commit; each event is told apart from what was there before. */
    @Test
    void whatIsNewAmongKnownOnesIsRecordedOnce() {
        var before = arrival();
        ledger.record(List.of(before));
        var fresh = arrival();

        assertThat(ledger.record(List.of(before, fresh, byAnother(before), fresh)))
                .hasSize(2)
                .containsExactlyInAnyOrder(fresh, byAnother(before));
    }

    /** Prints what a batch that was seen before costs with and without Redis; asserts only that both know it. */
    @Test
    void tellsWhatItSaves() {
        var batch = IntStream.range(0, 100).mapToObj(_ -> arrival()).toList();
        ledger.record(batch);
        seen.meet(batch);

        for (var round = 0; round < 5; round++) {
            var begin = System.nanoTime();
            assertThat(ledger.known(seen.meet(batch))).hasSize(100);
            var middle = System.nanoTime();
            assertThat(ledger.record(batch)).isEmpty();
            var end = System.nanoTime();
            LoggerFactory.getLogger(SeenEventsServiceTests.class)
                    .info(
                            "100 repeated events: {} us by Redis and a look-up, {} us by the database alone",
                            (middle - begin) / 1_000,
                            (end - middle) / 1_000);
        }
    }

    private static Arrival arrival() {
        var key = "test|" + Ids.next();
        return new Arrival(
                new Observation(
                        Provider.SENDGRID, Observation.Kind.OTHER, key, "{}", new Interpretation.Ignored("test")),
                Account.MAIN,
                SettableClock.START);
    }

    private static Arrival byAnother(Arrival arrival) {
        return new Arrival(arrival.observation(), new Account("north", null), arrival.receivedAt());
    }
}
