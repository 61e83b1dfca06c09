package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.ids.FailureClass;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LastMomentTests {

    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");

    @Test
    void letsACallBeginThatIsInTime() {
        assertThat(LastMoment.objection(LEASE.dividedBy(2), LEASE, NOW, NOW.plusNanos(1)))
                .isEmpty();
    }

    @Test
    void parksWhatStalledSinceNoCallWasMade() {
        assertThat(LastMoment.objection(LEASE.dividedBy(2).plusNanos(1), LEASE, NOW, NOW.plusSeconds(60)))
                .contains(NotSent.refused(FailureClass.PARKED, "worker-stalled"));
    }

    @Test
    void parksWhatBecameTooLateSinceNoCallWasMade() {
        assertThat(LastMoment.objection(Duration.ZERO, LEASE, NOW, NOW))
                .contains(NotSent.refused(FailureClass.PARKED, "deadline-passed"));
    }
}
