package com.ovhi.outreach.simulators.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SegmentsTests {

    @Test
    void countsPartsAsCarriersDo() {
        assertThat(Segments.of("a".repeat(160))).isEqualTo(1);
        assertThat(Segments.of("a".repeat(161))).isEqualTo(2);
        assertThat(Segments.of("á".repeat(70))).isEqualTo(1);
        assertThat(Segments.of("á".repeat(71))).isEqualTo(2);
        assertThat(Segments.of("€".repeat(81))).isEqualTo(2);
    }
}
