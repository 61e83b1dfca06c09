package com.ovhi.outreach.webhook.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;

/** How what waits on the disk gets into the database. */
class SpoolDrainTests extends ReceptionBench {

    SpoolDrainTests(@TempDir Path temporary) {
        super(temporary, Duration.ofSeconds(20));
    }

    @Test
    void stopsDrainingWhenTheDatabaseGoesAwayAgain() {
        databaseIsAway();
        take("a");

        drain.drain();

        assertThat(waiting()).isEqualTo(1);
        assertThat(backlog.waiting()).isTrue();
    }

    @Test
    void findsWhatAnEarlierProcessLeftBehind() {
        databaseIsAway();
        take("a");
        ledger.failWith(null);

        var spool = spool();
        var later = new Backlog(spool);
        assertThat(later.waiting()).isTrue();
        new SpoolDrain(spool, registrar, later, new SimpleMeterRegistry(), InstantSource.system()).drain();

        assertThat(ledger.keys()).containsExactly("a");
        assertThat(later.waiting()).isFalse();
    }

    @Test
    void setsAsideWhatNobodyCanReadAndGoesOn() throws IOException {
        databaseIsAway();
        take("a");
        ledger.failWith(null);
        Files.writeString(directory.resolve("00000000.notice"), "damaged");

        drain.drain();

        assertThat(ledger.keys()).containsExactly("a");
        assertThat(directory.resolve("00000000.notice.failed")).exists();
        assertThat(meters.counter("outreach.webhook.spool.failed").count()).isEqualTo(1);
    }

    @Test
    void waitsWithWhatTheDiskDoesNotGiveAndThenLetsOthersPass() throws IOException {
        databaseIsAway();
        take("a");
        ledger.failWith(null);
        Files.createDirectory(directory.resolve("00000000.notice"));

        drain.drain();
        ahead = ahead.plus(Duration.ofMinutes(4));
        drain.drain();
        assertThat(ledger.keys()).isEmpty();

        ahead = ahead.plus(Duration.ofMinutes(2));
        drain.drain();

        assertThat(ledger.keys()).containsExactly("a");
        assertThat(directory.resolve("00000000.notice.failed")).exists();
        assertThat(meters.counter("outreach.webhook.spool.failed").count()).isEqualTo(1);
    }

    @Test
    void letsARequestThatOnlyItselfIsRefusedOutOfTheWay() {
        databaseIsAway();
        take("bad");
        take("b");
        take("c");
        ledger.failFor("bad", new UncategorizedSQLException("insert", null, new SQLException("?", "HY000", 4711)));

        drain.drain();
        assertThat(ledger.keys()).isEmpty();
        ahead = ahead.plus(Duration.ofMinutes(6));
        drain.drain();

        assertThat(ledger.keys()).containsExactly("b", "c");
        drain.bringBack();
        drain.drain();
        assertThat(waiting()).isEqualTo(1);
        ledger.failWith(null);
        drain.drain();
        assertThat(ledger.keys()).containsExactly("b", "c", "bad");
    }

    @Test
    void keepsEverythingInOrderWhileTheDatabaseTakesNothingForLong() {
        databaseIsAway();
        take("a");
        take("b");

        drain.drain();
        ahead = ahead.plus(Duration.ofMinutes(60));
        drain.drain();
        ledger.failWith(null);
        drain.drain();

        assertThat(ledger.keys()).containsExactly("a", "b");
        assertThat(meters.counter("outreach.webhook.spool.failed").count()).isZero();
    }

    @Test
    void startsAlsoWhereTheSpoolCannotBeLookedThrough() throws IOException {
        databaseIsAway();
        take("a");
        Files.createDirectory(directory.resolve("1.notice.part"));
        Files.writeString(directory.resolve("1.notice.part").resolve("inside"), "x");
        ahead = ahead.plus(Duration.ofMinutes(2));

        assertThatCode(drain::bringBack).doesNotThrowAnyException();

        assertThat(meters.counter("outreach.webhook.spool.failed").count()).isEqualTo(1);
    }

    @Test
    void removesWhatAProcessWasWritingWhenItDied() throws IOException {
        databaseIsAway();
        take("a");
        var dead = Files.writeString(directory.resolve("1.notice.part"), "half");
        var alive = Files.writeString(directory.resolve("2.notice.part"), "half");
        Files.setLastModifiedTime(dead, FileTime.from(Instant.now().minusSeconds(90)));

        drain.bringBack();

        assertThat(dead).doesNotExist();
        assertThat(alive).exists();
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void saysThatNothingWaitsOnlyIfNothingWasPutThereWhileItLooked() {
        backlog.enter();
        var mark = backlog.mark();
        backlog.empty(mark);
        assertThat(backlog.waiting()).isTrue();

        backlog.entered();
        backlog.empty(mark);
        assertThat(backlog.waiting()).isTrue();

        backlog.empty(backlog.mark());
        assertThat(backlog.waiting()).isFalse();
    }

    @Test
    void tellsHowLongTheOldestHasWaited() throws IOException {
        databaseIsAway();
        take("a");
        try (var files = Files.list(directory)) {
            Files.setLastModifiedTime(
                    files.findFirst().orElseThrow(), FileTime.from(Instant.now().minusSeconds(90)));
        }

        drain.drain();

        assertThat(meters.get("outreach.webhook.spool.age").gauge().value()).isBetween(89.0, 100.0);
        assertThat(meters.get("outreach.webhook.spool").gauge().value()).isEqualTo(1);
    }

    /** After an outage more comes than one commit each could ever catch up with. */
    @Test
    void entersWhatWaitsWithFewCommitsAndInItsOrder() {
        databaseIsAway();
        var texts = IntStream.range(0, 250).mapToObj(i -> "%03d".formatted(i)).toList();
        texts.forEach(this::take);
        ledger.failWith(null);
        var before = ledger.calls();

        drain.drain();

        assertThat(ledger.keys()).containsExactlyElementsOf(texts);
        assertThat(ledger.calls() - before).isEqualTo(3);
        assertThat(waiting()).isZero();
        assertThat(meters.get("outreach.webhook.spool").gauge().value()).isZero();
    }

    @Test
    void oneThatCannotBeEnteredIsSetAsideFromAmongManyOthers() {
        databaseIsAway();
        IntStream.range(0, 20).forEach(i -> take(i == 7 ? "bad" : "%02d".formatted(i)));
        ledger.failFor("bad", new DataIntegrityViolationException("never"));

        drain.drain();

        assertThat(ledger.keys()).hasSize(19).isSorted();
        assertThat(waiting()).isZero();
        assertThat(meters.counter("outreach.webhook.spool.failed").count()).isEqualTo(1);
    }

    /** Each entered alone before it, the others would be tried together again and again. */
    @Test
    void aGroupThatWasInVainIsNotTriedTogetherAgain() {
        databaseIsAway();
        IntStream.range(0, 150).forEach(i -> take(i == 60 ? "bad" : "%03d".formatted(i)));
        ledger.failFor("bad", new DataIntegrityViolationException("never"));
        var before = ledger.calls();

        drain.drain();

        assertThat(ledger.keys()).hasSize(149).isSorted();
        // A hundred together, each of them alone, the rest together.
        assertThat(ledger.calls() - before).isEqualTo(1 + 100 + 1);
    }

    @Test
    void entersLargeOnesWithCommitsOfTheirOwn() {
        databaseIsAway();
        IntStream.range(0, 4).forEach(i -> take(i + "x".repeat(2 * 1024 * 1024)));
        ledger.failWith(null);
        var before = ledger.calls();

        drain.drain();

        assertThat(ledger.keys()).hasSize(4);
        assertThat(ledger.calls() - before).isEqualTo(4);
    }
}
