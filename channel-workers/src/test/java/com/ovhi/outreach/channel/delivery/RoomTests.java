package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.intent.Contact;
import com.ovhi.outreach.common.contract.ContactAllowance;
import com.ovhi.outreach.common.contract.ContactAllowance.Limit;
import com.ovhi.outreach.common.ids.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomTests {

    private static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");
    private static final long PATIENT = 1176;
    private static final int DAY = 1_440;
    private static final int WEEK = 7 * DAY;
    private static final ContactAllowance ROUTINE = new ContactAllowance(
            "routine", List.of(new Limit(DAY, 1, List.of("routine")), new Limit(WEEK, 3, List.of("routine"))));
    private static final ContactAllowance MARKETING = new ContactAllowance(
            "marketing",
            List.of(new Limit(WEEK, 1, List.of("marketing")), new Limit(WEEK, 2, List.of("marketing", "routine"))));

    /** Minutes before now, oldest first; for how many minutes a message must wait then. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-                 | 0",
                "1440              | 0",
                "1439              | 1",
                "0                 | 1440",
                "10079 4000 2000   | 1",
                "10080 4000 2000   | 0",
                "9000 4000 1000    | 1080",
                "9000 4000 100     | 1340",
                "9500 9000 4000 10 | 1430",
            })
    void waitsUntilThereIsRoom(String before, long minutes) {
        assertThat(room(before).take(PATIENT, Ids.next(), ROUTINE).orElse(Duration.ZERO))
                .isEqualTo(Duration.ofMinutes(minutes));
    }

    @Test
    void knowsWhatWaitsForNothing() {
        assertThat(Room.never(null)).isFalse();
        assertThat(Room.never(ROUTINE)).isFalse();
        assertThat(Room.never(new ContactAllowance(
                        "marketing",
                        List.of(new Limit(WEEK, 1, List.of("marketing")), new Limit(WEEK, 0, List.of("routine"))))))
                .as("the clinic has changed its settings since it was planned")
                .isTrue();
    }

    @Test
    void countsOnlyWhatALimitCounts() {
        assertThat(room("100").take(PATIENT, Ids.next(), MARKETING)).isEmpty();
        assertThat(room("4000 100").take(PATIENT, Ids.next(), MARKETING)).contains(Duration.ofMinutes(WEEK - 4000));
        assertThat(room("100").take(PATIENT + 1, Ids.next(), ROUTINE)).isEmpty();
        assertThat(room("100").take(PATIENT, Ids.next(), null)).isEmpty();
        assertThat(room("100").take(PATIENT, Ids.next(), new ContactAllowance("urgent", List.of())))
                .isEmpty();
    }

    @Test
    void aSecondTryIsNoOtherContact() {
        var slot = Ids.next();

        assertThat(new Room(List.of(new Contact(PATIENT, slot, "routine", NOW)), NOW).take(PATIENT, slot, ROUTINE))
                .isEmpty();
    }

    /** Of two of the same moment the first may find its slot taken; the second asks again soon. */
    @Test
    void whatHasJustPassedCountsButIsNotCertainYet() {
        var room = room("-");

        assertThat(room.take(PATIENT, Ids.next(), ROUTINE)).isEmpty();
        assertThat(room.take(PATIENT, Ids.next(), ROUTINE)).contains(Duration.ofSeconds(15));
        assertThat(room("1000").take(PATIENT, Ids.next(), ROUTINE)).contains(Duration.ofMinutes(DAY - 1_000));
    }

    /** However they come, no stretch holds more than the limits allow. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noStretchHoldsTooMany(long seed) {
        var random = new Random(seed);
        var sent = new ArrayList<Contact>();
        var now = NOW;
        for (var i = 0; i < 400; i++) {
            now = now.plusSeconds(random.nextInt(12 * 3_600));
            var slot = Ids.next();
            if (new Room(sent, now).take(PATIENT, slot, ROUTINE).isEmpty()) {
                sent.add(new Contact(PATIENT, slot, "routine", now));
            }
        }

        assertThat(sent).hasSizeGreaterThan(20);
        for (var limit : ROUTINE.limits()) {
            for (var first : sent) {
                var end = first.at().plus(Duration.ofMinutes(limit.minutes()));
                assertThat(sent)
                        .filteredOn(each ->
                                !each.at().isBefore(first.at()) && each.at().isBefore(end))
                        .hasSizeLessThanOrEqualTo(limit.most());
            }
        }
    }

    private static Room room(String minutesBefore) {
        var contacts = new ArrayList<Contact>();
        for (var minutes : "-".equals(minutesBefore) ? new String[0] : minutesBefore.split(" ")) {
            var at = NOW.minus(Duration.ofMinutes(Long.parseLong(minutes)));
            contacts.add(new Contact(PATIENT, UUID.randomUUID(), "routine", at));
        }
        return new Room(contacts, NOW);
    }
}
