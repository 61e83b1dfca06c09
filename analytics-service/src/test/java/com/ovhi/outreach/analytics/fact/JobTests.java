package com.ovhi.outreach.analytics.fact;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.analytics.fact.News.Signal;
import com.ovhi.outreach.analytics.fact.News.Told;
import com.ovhi.outreach.analytics.fact.News.Visited;
import com.ovhi.outreach.analytics.fact.VisitState.Outcome;
import com.ovhi.outreach.analytics.organization.OrganizationZones.Calendar;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is known of a job, whichever way it came. */
class JobTests {

    private static final UUID ID = new UUID(0, 1);
    private static final long ORGANIZATION = 16;
    private static final Instant AT = Instant.parse("2026-03-03T02:00:00Z");
    private static final Calendar ALL_KEPT = new Calendar(ZoneId.of("America/Phoenix"), LocalDate.MIN);

    @Test
    void theOrderAndRepetitionOfNewsDoNotMatter() {
        var random = new Random(11);
        for (var run = 0; run < 5_000; run++) {
            var news = new ArrayList<News>();
            for (var i = 0; i < 1 + random.nextInt(12); i++) {
                news.add(news(random));
            }
            var shuffled = new ArrayList<>(news);
            shuffled.addAll(news.subList(0, random.nextInt(news.size() + 1)));
            Collections.shuffle(shuffled, random);

            assertThat(after(shuffled)).isEqualTo(after(news));
        }
    }

    /** What would be written of a job that heard these, some of them in a transaction of their own. */
    private static List<Object> after(List<News> news) {
        var job = new Job(ID, null, VisitState.UNKNOWN, Map.of());
        for (var each : news) {
            job.hear(each);
            job.settle(ALL_KEPT);
        }
        var tally = new Tally();
        tally.change(new Job(ID, null, VisitState.UNKNOWN, Map.of()), job);
        return List.of(
                job.facts(),
                String.valueOf(job.traits()),
                job.visit(),
                tally.stats().keySet(),
                tally.stats().values().stream().map(Arrays::toString).toList(),
                tally.funnel().values().stream().map(Arrays::toString).toList());
    }

    private static News news(Random random) {
        var at = AT.plusSeconds(random.nextInt(200_000));
        return switch (random.nextInt(4)) {
            case 0 -> new Signal(ID, Counter.UNSUBSCRIBED, at, random.nextBoolean() ? 0 : ORGANIZATION);
            case 1 -> visited(random.nextInt(4), Outcome.values()[random.nextInt(4)], at);
            default ->
                new Told(ID, traits(text(random)), Counter.values()[random.nextInt(Counter.SENT.ordinal() + 3)], at);
        };
    }

    private static Visited visited(int version, Outcome outcome, Instant at) {
        return new Visited(ID, new VisitState(version, outcome, outcome == Outcome.OPEN ? null : at));
    }

    private static Text text(Random random) {
        return random.nextBoolean()
                ? Text.UNKNOWN
                : new Text(
                        1 + random.nextInt(2),
                        1 + random.nextInt(2),
                        random.nextBoolean() ? "en" : "es",
                        random.nextInt(3),
                        AT.plusSeconds(random.nextInt(3)));
    }

    private static Traits traits(Text text) {
        return new Traits(
                ORGANIZATION,
                0,
                Channel.SMS,
                Purpose.APPT_REMINDER,
                new Place(0, 0, Place.NO_STEP, 0, ""),
                text,
                "patient",
                "visit");
    }

    @Test
    void nothingCountsWhileTheJobIsNotKnown() {
        var job = heard(new Signal(ID, Counter.CONFIRMED, AT, 0));
        var tally = new Tally();
        tally.change(new Job(ID, null, VisitState.UNKNOWN, Map.of()), job);

        assertThat(tally.stats()).isEmpty();
        assertThat(tally.funnel()).isEmpty();
    }

    @Test
    void theDayIsThatOfTheZone() {
        var job = heard(new Told(ID, traits(Text.UNKNOWN), Counter.SCHEDULED, AT));

        assertThat(job.plannedOn()).isEqualTo(LocalDate.of(2026, 3, 2));
    }

    @Test
    void whatAnotherOrganisationsAccountSaysIsNotBelieved() {
        var before = heard(
                new Signal(ID, Counter.UNSUBSCRIBED, AT, ORGANIZATION + 1),
                new Told(ID, traits(Text.UNKNOWN), Counter.SENT, AT));
        var later = heard(
                new Told(ID, traits(Text.UNKNOWN), Counter.SENT, AT),
                new Signal(ID, Counter.UNSUBSCRIBED, AT, ORGANIZATION + 1));

        assertThat(before.facts()).containsOnlyKeys(Counter.SENT);
        assertThat(later.facts()).containsOnlyKeys(Counter.SENT);
    }

    @Test
    void aVisitIsKeptWithAMessageThatWasSent() {
        var unsent = heard(new Told(ID, traits(Text.UNKNOWN), Counter.SCHEDULED, AT), visited(2, Outcome.KEPT, AT));
        var sent = heard(new Told(ID, traits(Text.UNKNOWN), Counter.SENT, AT), visited(2, Outcome.KEPT, AT));

        assertThat(unsent.facts()).doesNotContainKey(Counter.KEPT);
        assertThat(sent.facts()).containsKey(Counter.KEPT);
    }

    @Test
    void aCorrectedVisitIsNoLongerMissed() {
        var job = heard(
                new Told(ID, traits(Text.UNKNOWN), Counter.SENT, AT),
                visited(2, Outcome.NO_SHOW, AT),
                visited(3, Outcome.KEPT, AT.plusSeconds(60)));

        assertThat(job.facts()).containsOnlyKeys(Counter.SENT, Counter.KEPT);
        assertThat(heard(
                                new Told(ID, traits(Text.UNKNOWN), Counter.SENT, AT),
                                visited(2, Outcome.NO_SHOW, AT),
                                visited(3, Outcome.OPEN, AT))
                        .facts())
                .containsOnlyKeys(Counter.SENT);
    }

    /** The message went out on a day whose facts are forgotten, the visit took place on one whose are not. */
    @Test
    void aVisitStaysCountedThoughItsMessageIsForgotten() {
        var told = heard(
                new Told(ID, traits(Text.UNKNOWN), Counter.SENT, AT.minus(Duration.ofDays(9))),
                visited(1, Outcome.KEPT, AT));
        var left = new EnumMap<>(told.facts());
        left.remove(Counter.SENT);
        var job = new Job(ID, told.traits(), told.visit(), left);

        job.settle(keptFrom(AT.minus(Duration.ofDays(2))));
        assertThat(job.sameAs(new Job(ID, told.traits(), told.visit(), left))).isTrue();

        job.hear(visited(2, Outcome.NO_SHOW, AT));
        job.settle(keptFrom(AT.minus(Duration.ofDays(2))));
        assertThat(job.facts()).containsOnlyKeys(Counter.NO_SHOW);
    }

    @Test
    void aVisitWhoseDayIsForgottenIsNotCountedAgain() {
        var told = heard(
                new Told(ID, traits(Text.UNKNOWN), Counter.SENT, AT),
                visited(1, Outcome.KEPT, AT.minus(Duration.ofDays(9))));
        var counted = new Job(ID, told.traits(), told.visit(), told.facts());
        counted.settle(keptFrom(AT));
        assertThat(counted.facts()).as("until it is forgotten").containsOnlyKeys(Counter.SENT, Counter.KEPT);

        var left = new EnumMap<>(told.facts());
        left.remove(Counter.KEPT);
        var forgotten = new Job(ID, told.traits(), told.visit(), left);
        forgotten.settle(keptFrom(AT));
        assertThat(forgotten.facts()).containsOnlyKeys(Counter.SENT);
    }

    private static Calendar keptFrom(Instant at) {
        return new Calendar(ALL_KEPT.zone(), ALL_KEPT.day(at));
    }

    private static Job heard(News... news) {
        var job = new Job(ID, null, VisitState.UNKNOWN, Map.of());
        for (var each : news) {
            job.hear(each);
            job.settle(ALL_KEPT);
        }
        return job;
    }
}
