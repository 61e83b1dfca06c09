package com.ovhi.outreach.channel.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.intent.IntentState;
import com.ovhi.outreach.channel.intent.Looks.Due;
import com.ovhi.outreach.channel.intent.SendIntent;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JointLooksTests {

    private static final Instant START = Instant.parse("2026-03-02T15:00:00Z");
    private static final List<Duration> LOOKS =
            List.of(Duration.ofSeconds(15), Duration.ofMinutes(2), Duration.ofMinutes(15));

    /** Forty that can only be found yet are due with four whose last look it is. */
    @Test
    void namesWitnessesForThoseThatCanBeProven() {
        var last = IntStream.range(0, 4).mapToObj(each -> due(2, START.plusSeconds(each)));
        var early = IntStream.range(0, 40).mapToObj(each -> due(0, START.plusSeconds(900 + each)));

        var times = JointLooks.times(Stream.concat(early, last).toList(), LOOKS);

        assertThat(times)
                .containsExactlyElementsOf(IntStream.range(0, 4)
                        .mapToObj(each -> START.plusSeconds(900 + each))
                        .toList());
    }

    @Test
    void spreadsThemOverTheTimesThatAreNeeded() {
        var all = IntStream.range(0, 31)
                .mapToObj(each -> due(5, START.plusSeconds(each)))
                .toList();

        assertThat(JointLooks.times(all, LOOKS))
                .containsExactly(
                        START.plusSeconds(900), START.plusSeconds(910), START.plusSeconds(920), START.plusSeconds(930));
    }

    @Test
    void namesNoneWhereNothingCanBeProven() {
        assertThat(JointLooks.times(List.of(due(0, START), due(1, START)), LOOKS))
                .isEmpty();
    }

    private static Due due(int looks, Instant unknownAt) {
        return new Due(
                new SendIntent(
                        Ids.next(),
                        Ids.next(),
                        Ids.next(),
                        1,
                        Channel.EMAIL,
                        Account.main(Provider.SENDGRID),
                        Purpose.APPT_REMINDER,
                        4_711,
                        16,
                        "hash",
                        1,
                        "fingerprint",
                        null,
                        IntentState.UNKNOWN,
                        null,
                        null,
                        START,
                        START,
                        looks,
                        0,
                        null),
                unknownAt);
    }
}
