package com.ovhi.outreach.scheduler.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.ovhi.outreach.scheduler.window.ContactHours.Hours;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Walks minute by minute through the nights when clocks change, in all zones of the world, and compares the intervals
 * with the clock on the wall. Contact hours and quiet hours are drawn so that they fall into the change.
 */
class EveryZoneTests {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2027-01-01T00:00:00Z");
    private static final Duration MARGIN = Duration.ofMinutes(15);

    private final Random random = new Random(20260308);
    private final List<ZoneId> zones =
            ZoneId.getAvailableZoneIds().stream().sorted().map(ZoneId::of).toList();

    @Test
    void anOpenMinuteIsOpenOnTheWallOfEveryZoneAndUntilTheMarginIsOver() {
        for (var zone : zones) {
            for (var change : changes(zone)) {
                compare(new Draw(List.of(zone), random), change);
            }
            compare(new Draw(List.of(zone), random), someInstant());
        }
    }

    @Test
    void severalZonesAreOpenTogether() {
        for (var i = 0; i < 400; i++) {
            var some = List.of(some(), some(), some());
            var around = changes(some.getFirst()).stream().findFirst().orElseGet(this::someInstant);

            compare(new Draw(some, random), around);
        }
    }

    private void compare(Draw draw, Instant around) {
        var first = around.truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofHours(30));
        var last = first.plus(Duration.ofHours(60));
        var minute = first;
        while (minute.isBefore(last)) {
            var open = draw.hours.nextOpen(minute, last).orElse(last);
            assertClosed(draw, minute, open);
            if (!open.isBefore(last)) {
                return;
            }
            var end = draw.hours.windowEnd(open).orElseThrow();
            assertOpen(draw, open, end.plus(MARGIN));
            minute = end;
        }
    }

    private void assertOpen(Draw draw, Instant from, Instant to) {
        for (var minute = from; minute.isBefore(to); minute = minute.plusSeconds(60)) {
            if (!draw.open(minute)) {
                fail("%s is closed at %s", draw, minute);
            }
        }
    }

    /** Closed on the wall too, but for the margin and for hours that clocks show twice. */
    private void assertClosed(Draw draw, Instant from, Instant to) {
        for (var minute = from; minute.isBefore(to); minute = minute.plusSeconds(60)) {
            if (draw.open(minute) && draw.open(minute.plus(MARGIN)) && draw.staysOpen(minute)) {
                assertThat(draw.showsHoursTwiceAround(minute))
                        .as("%s may be closed at %s", draw, minute)
                        .isTrue();
            }
        }
    }

    private List<Instant> changes(ZoneId zone) {
        return Stream.iterate(
                        zone.getRules().nextTransition(FROM),
                        each -> each != null && each.getInstant().isBefore(TO),
                        each -> zone.getRules().nextTransition(each.getInstant()))
                .map(ZoneOffsetTransition::getInstant)
                .toList();
    }

    private ZoneId some() {
        return zones.get(random.nextInt(zones.size()));
    }

    private Instant someInstant() {
        return FROM.plus(Duration.ofMinutes(
                random.nextInt((int) Duration.between(FROM, TO).toMinutes())));
    }

    /** Hours at random, on quarters of an hour, in the given zones. */
    private static final class Draw {

        final List<ZoneId> zones;
        final LocalTime open;
        final LocalTime close;
        final LocalTime start;
        final LocalTime end;
        final SendHours hours;

        Draw(List<ZoneId> zones, Random random) {
            this.zones = zones;
            var from = random.nextInt(48);
            open = quarter(from);
            close = quarter(from + 1 + random.nextInt(95 - from));
            var quiet = random.nextInt(96);
            start = quarter(quiet);
            end = quarter((quiet + 1 + random.nextInt(94)) % 96);
            hours = SendHours.in(
                    zones.stream()
                            .map(zone -> new ZoneHours(
                                    zone,
                                    day -> Optional.of(new Hours(open, close)),
                                    List.of(new ZoneHours.Closed("quiet-hours", start, end, _ -> true))))
                            .toList(),
                    MARGIN);
        }

        private static LocalTime quarter(int number) {
            return LocalTime.MIDNIGHT.plusMinutes(15L * number);
        }

        boolean open(Instant at) {
            return WallClock.open(zones, open, close, start, end, at);
        }

        boolean staysOpen(Instant from) {
            return Stream.iterate(from, each -> each.plusSeconds(60))
                    .limit(MARGIN.toMinutes() + 1)
                    .allMatch(this::open);
        }

        boolean showsHoursTwiceAround(Instant at) {
            return zones.stream().anyMatch(zone -> {
                var change = zone.getRules().nextTransition(at.minus(Duration.ofHours(30)));
                return change != null
                        && change.isOverlap()
                        && change.getInstant().isBefore(at.plus(Duration.ofHours(30)));
            });
        }

        @Override
        public String toString() {
            return zones + " open " + open + "-" + close + " quiet " + start + "-" + end;
        }
    }
}
