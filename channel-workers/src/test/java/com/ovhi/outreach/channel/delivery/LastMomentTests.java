package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.ids.FailureClass;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LastMomentTests {

    private static final Duration MOST = Duration.ofSeconds(10);
    private static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");

    @Test
    void letsACallBeginThatIsInTime() {
        assertThat(LastMoment.objection(MOST, MOST, MOST, NOW, NOW.plusNanos(1)))
                .isEmpty();
    }

    @Test
    void parksWhatStalledSinceNoCallWasMade() {
        assertThat(LastMoment.objection(MOST.plusNanos(1), MOST, MOST, NOW, NOW.plusSeconds(60)))
                .contains(NotSent.refused(FailureClass.PARKED, "worker-stalled"));
    }

    @Test
    void parksWhatSleptWithItsMachine() {
        assertThat(LastMoment.objection(Duration.ofMillis(1), MOST.plusNanos(1), MOST, NOW, NOW.plusSeconds(60)))
                .contains(NotSent.refused(FailureClass.PARKED, "worker-stalled"));
    }

    @Test
    void parksWhatBecameTooLateSinceNoCallWasMade() {
        assertThat(LastMoment.objection(Duration.ZERO, Duration.ZERO, MOST, NOW, NOW))
                .contains(NotSent.refused(FailureClass.PARKED, "deadline-passed"));
    }
}
