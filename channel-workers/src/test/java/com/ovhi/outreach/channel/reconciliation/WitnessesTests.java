package com.ovhi.outreach.channel.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.gateway.SentLookup.Witness;
import com.ovhi.outreach.channel.intent.Looks.Accepted;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WitnessesTests {

    private static final Instant START = Instant.parse("2026-03-02T15:00:00Z");

    private final Accepted early = accepted(0);
    private final Accepted middle = accepted(60);
    private final Accepted late = accepted(120);
    private final Witnesses witnesses = Witnesses.of(List.of(late, early, middle, middle));

    @Test
    void areAskedForOnceInTheOrderInWhichTheyWereOpened() {
        assertThat(witnesses.all()).containsExactly(early.witness(), middle.witness(), late.witness());
    }

    @Test
    void reachAsFarAsTheListHasThem() {
        assertThat(witnesses.reach(Set.of(early.witness(), middle.witness()))).isEqualTo(middle.openedAt());
        assertThat(witnesses.reach(Set.of(early.witness(), middle.witness(), late.witness())))
                .isEqualTo(late.openedAt());
    }

    /** A list that fills up in another order may lack what is older than its newest. */
    @Test
    void reachOnlyToAGap() {
        assertThat(witnesses.reach(Set.of(early.witness(), late.witness()))).isEqualTo(early.openedAt());
        assertThat(witnesses.reach(Set.of(late.witness()))).isBefore(early.openedAt());
    }

    @Test
    void proveNothingWhereThereAreNone() {
        assertThat(Witnesses.of(List.of()).reach(Set.of())).isEqualTo(Instant.MIN);
    }

    private static Accepted accepted(long seconds) {
        return new Accepted(new Witness(UUID.randomUUID(), 1, "id-" + seconds), START.plusSeconds(seconds));
    }
}
