package com.ovhi.outreach.local.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlayOptionsTests {

    @Test
    void playsTheWholeSampleAndChecksUnlessToldOtherwise() {
        var options = PlayOptions.parse();

        assertThat(options.speed()).isEqualTo(1800);
        assertThat(options.until()).isNull();
        assertThat(options.feed()).hasToString("deploy/sample-data/events.ndjson");
        assertThat(options.check()).isTrue();
    }

    @Test
    void takesWhatItIsTold() {
        var options = PlayOptions.parse("--speed", "60", "--until", "2026-03-04T00:00:00Z", "--no-check");

        assertThat(options.speed()).isEqualTo(60);
        assertThat(options.until()).isEqualTo(Instant.parse("2026-03-04T00:00:00Z"));
        assertThat(options.check()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--speed 0", "--speed NaN", "--speed fast", "--until tomorrow", "--data", "--loud"})
    void refusesWhatMakesNoSense(String words) {
        assertThatThrownBy(() -> PlayOptions.parse(words.split(" "))).isInstanceOf(PlayFailure.class);
    }
}
