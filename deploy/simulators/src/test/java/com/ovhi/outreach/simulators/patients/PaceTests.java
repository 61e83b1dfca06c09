package com.ovhi.outreach.simulators.patients;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PaceTests {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");

    private final Pace pace = new Pace(Duration.ofMinutes(20), ZONE);

    @Test
    void halfTheAnswersComeWithinTheMedian() {
        Instant morning = Instant.parse("2027-03-08T14:00:00Z");

        long quick = LongStream.range(0, 2000)
                .mapToObj(seed -> pace.after(morning, new SplittableRandom(seed)))
                .filter(answer -> answer.isBefore(morning.plus(Duration.ofMinutes(20))))
                .count();

        assertThat(quick).isBetween(900L, 1100L);
    }

    @Test
    void nobodyAnswersAtNight() {
        Instant evening = Instant.parse("2027-03-08T02:30:00Z");

        assertThat(LongStream.range(0, 500).mapToObj(seed -> pace.after(evening, new SplittableRandom(seed))))
                .allSatisfy(answer -> assertThat(answer.atZone(ZONE).getHour()).isBetween(7, 21));
    }
}
