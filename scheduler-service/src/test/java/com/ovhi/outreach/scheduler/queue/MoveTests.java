package com.ovhi.outreach.scheduler.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MoveTests {

    private static final Instant TEN = Instant.parse("2026-03-02T15:00:00Z");

    @Test
    void isNotToldWhenNobodyWouldNotice() {
        var move = Move.of(job(TEN, null, null), TEN.plusSeconds(120), "throttled", TEN);

        assertThat(move.told()).isFalse();
        assertThat(move.toldAt()).isEqualTo(TEN);
        assertThat(move.toldReasons()).isNull();
    }

    @Test
    void isToldWhenItIsLater() {
        var move = Move.of(job(TEN, null, null), TEN.plusSeconds(121), "throttled", TEN);

        assertThat(move.told()).isTrue();
        assertThat(move.toldAt()).isEqualTo(TEN.plusSeconds(121));
        assertThat(move.toldReasons()).isEqualTo("throttled");
    }

    /** Whoever believes that something can still be called off, though it has left, tells it twice. */
    @Test
    void isToldEachTimeItIsEarlier() {
        var move = Move.of(job(TEN, null, "replanned"), TEN.minusSeconds(1), "replanned", TEN.minusSeconds(86_400));

        assertThat(move.told()).isTrue();
        assertThat(move.toldReasons()).isEqualTo("replanned");
    }

    @Test
    void isToldAgainForAnotherReason() {
        var move = Move.of(
                job(TEN.plusSeconds(300), TEN.plusSeconds(125), "permissions-behind"),
                TEN.plusSeconds(305),
                "circuit-open",
                TEN.plusSeconds(300));

        assertThat(move.told()).isTrue();
        assertThat(move.toldReasons()).isEqualTo("permissions-behind,circuit-open");
    }

    @Test
    void isToldAgainForTheSameReasonWhenItIsToRest() {
        var told = job(TEN.plusSeconds(300), TEN.plusSeconds(300), "window-closed");

        assertThat(Move.of(told, TEN.plusSeconds(3_901), "window-closed", TEN.plusSeconds(300))
                        .told())
                .isTrue();
        assertThat(Move.of(told, TEN.plusSeconds(3_900), "window-closed", TEN.plusSeconds(300))
                        .told())
                .isFalse();
    }

    @Test
    void isToldTwiceInFourHoursOfLooksAtAGateForTwoReasonsInTurn() {
        var told = new ArrayList<Instant>();
        var job = job(TEN, null, null);
        for (var now = TEN; now.isBefore(TEN.plus(Duration.ofHours(4))); now = now.plusSeconds(5)) {
            var reason = now.getEpochSecond() % 2 == 0 ? "permissions-behind" : "circuit-open";
            var move = Move.of(job, now.plusSeconds(5), reason, now);
            if (move.told()) {
                told.add(now);
            }
            job = job(move.dueAt(), move.toldAt(), move.toldReasons());
        }

        assertThat(told).containsExactly(TEN.plusSeconds(120), TEN.plusSeconds(245));
    }

    /** What the column cannot hold is forgotten, at the cost of being told again. */
    @Test
    void keepsReasonsInTheirColumn() {
        var many = "a".repeat(64) + "," + "b".repeat(64) + "," + "c".repeat(64) + "," + "d".repeat(50);

        var move = Move.of(job(TEN, TEN, many), TEN.plusSeconds(300), "e".repeat(80), TEN);

        assertThat(move.told()).isTrue();
        assertThat(move.toldReasons()).isEqualTo("e".repeat(64));
    }

    private static DueJob job(Instant dueAt, @Nullable Instant toldAt, @Nullable String toldReasons) {
        return new DueJob(
                Ids.next(),
                Ids.next(),
                Samples.ORGANIZATION,
                Samples.PATIENT,
                Purpose.APPT_REMINDER,
                Channel.SMS,
                Lane.PRIORITY,
                dueAt,
                TEN.plusSeconds(864_000),
                "{}",
                null,
                1,
                0,
                QueueState.WAITING,
                false,
                null,
                null,
                null,
                false,
                null,
                false,
                toldAt,
                toldReasons);
    }
}
