package com.ovhi.outreach.scheduler.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimelineTests {

    @Test
    void mergesWhatOverlapsOrTouchesAndDropsWhatIsEmpty() {
        assertThat(line(4, 6, 0, 2, 2, 3, 5, 7, 9, 9, 8, 1)).isEqualTo(line(0, 3, 4, 7));
    }

    @Test
    void keepsWhatBothHave() {
        assertThat(line(0, 5, 7, 9).intersect(line(2, 3, 4, 8))).isEqualTo(line(2, 3, 4, 5, 7, 8));
        assertThat(line(0, 5).intersect(line(5, 9))).isEqualTo(line());
    }

    @Test
    void cutsHolesOut() {
        assertThat(line(0, 10).minus(line(2, 3, 5, 6))).isEqualTo(line(0, 2, 3, 5, 6, 10));
        assertThat(line(0, 4, 6, 8).minus(line(3, 7))).isEqualTo(line(0, 3, 7, 8));
        assertThat(line(3, 5).minus(line(0, 9))).isEqualTo(line());
        assertThat(line(3, 5).minus(line(0, 1, 7, 9))).isEqualTo(line(3, 5));
    }

    @Test
    void shortStretchesDoNotSurviveTheMargin() {
        assertThat(line(0, 5, 7, 9).closingEarlier(Duration.ofMinutes(2))).isEqualTo(line(0, 3));
    }

    private static Timeline line(int... minutes) {
        return Timeline.of(IntStream.range(0, minutes.length / 2)
                .mapToObj(i -> new Stretch(at(minutes[2 * i]), at(minutes[2 * i + 1])))
                .toList());
    }

    private static Instant at(int minute) {
        return Instant.EPOCH.plus(Duration.ofMinutes(minute));
    }
}
