package com.ovhi.outreach.analytics.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How often experiments are looked at. */
class JudgingTests {

    @Test
    void whatTakesLongIsLookedAtSeldom() {
        assertThat(Judging.rest(Duration.ofMillis(50), false)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Judging.rest(Duration.ofMinutes(3), false)).isEqualTo(Duration.ofHours(1));
    }

    /** Else the alert would never see it fail often enough. */
    @Test
    void whatFailsIsTriedAgainSoonHoweverLongItTook() {
        assertThat(Judging.rest(Duration.ofMinutes(3), true)).isEqualTo(Duration.ofMinutes(10));
        assertThat(Judging.rest(Duration.ofMillis(50), true)).isEqualTo(Duration.ofSeconds(1));
    }
}
