package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.orchestrator.settings.Cadence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class CareRulesTests {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final LocalDate DUE = LocalDate.of(2026, 3, 8);

    private final CareRules rules = new CareRules(new TriggerProperties(
            "",
            Duration.ofHours(24),
            Duration.ofHours(2),
            Duration.ofHours(1),
            Duration.ofHours(24),
            Duration.ofDays(7),
            Duration.ofHours(1)));

    @Test
    void noticesARefillBeforeAndAfterItIsDueAcrossAClockChange() {
        assertThat(rules.refill(DUE, ZONE, Cadence.DEFAULT, Instant.parse("2026-02-20T00:00:00Z")))
                .extracting(Wish::which, Wish::sendAt)
                .containsExactly(
                        tuple("2026-03-08", "2026-03-01T14:00:00Z"),
                        tuple("2026-03-08.-2", "2026-03-06T14:00:00Z"),
                        tuple("2026-03-08.3", "2026-03-11T13:00:00Z"));
    }

    @Test
    void sendsOnlyTheLastNoticeWhoseDayHasPassed() {
        assertThat(rules.refill(DUE, ZONE, Cadence.DEFAULT, Instant.parse("2026-03-07T00:00:00Z")))
                .extracting(Wish::which, Wish::sendAt)
                .containsExactly(tuple("2026-03-08", null), tuple("2026-03-08.3", "2026-03-11T13:00:00Z"));
    }

    @Test
    void noticesNothingThatWasDueLongAgo() {
        assertThat(rules.refill(DUE, ZONE, Cadence.DEFAULT, Instant.parse("2026-03-18T12:59:59Z")))
                .extracting(Wish::which)
                .as("of use for a week after the last notice")
                .containsExactly("2026-03-08");
        assertThat(rules.refill(DUE, ZONE, Cadence.DEFAULT, Instant.parse("2026-03-18T13:00:00Z")))
                .isEmpty();
    }

    @Test
    void noticesAResultOnceMore() {
        var ready = Instant.parse("2026-03-02T15:00:00Z");

        assertThat(rules.result(ready, Cadence.DEFAULT))
                .extracting(Wish::which, Wish::sendAt)
                .containsExactly(tuple("ready", null), tuple("again", "2026-03-05T15:00:00Z"));
    }

    private static org.assertj.core.groups.Tuple tuple(String which, @org.jspecify.annotations.Nullable String at) {
        return org.assertj.core.groups.Tuple.tuple(which, at == null ? null : Instant.parse(at));
    }
}
