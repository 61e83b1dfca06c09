package com.ovhi.outreach.webhook.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.KeysetTool;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Interpreter;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.Source;
import com.ovhi.outreach.webhook.spool.Spools;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;

/** What happens to a signed request when the database, or the disk, or both are away. */
class ReceptionTests {

    private static final FieldCipher CIPHER = FieldCipher.ofKeyset(KeysetTool.generate());

    private final FlakyLedger ledger = new FlakyLedger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Registrar registrar =
            new Registrar(List.of(new LineInterpreter()), ledger, new SeenEvents(Redises.away()), meters);
    private final Path directory;
    private final Backlog backlog;
    private final Reception reception;
    private final SpoolDrain drain;
    private Duration ahead = Duration.ZERO;

    ReceptionTests(@TempDir Path temporary) {
        directory = temporary.resolve("spool");
        var spool = Spools.at(directory, CIPHER);
        backlog = new Backlog(spool);
        reception =
                new Reception(registrar, spool, backlog, new Silence(List.of(), meters), new SettableClock(), meters);
        drain = new SpoolDrain(
                spool, registrar, backlog, meters, () -> Instant.now().plus(ahead));
    }

    @Test
    void recordsAtOnceWhileTheDatabaseAnswers() {
        take("a");
        take("a");

        assertThat(ledger.keys()).containsExactly("a");
        assertThat(directory).doesNotExist();
        assertThat(counted("duplicate")).isEqualTo(1);
    }

    @Test
    void keepsOnDiskWhatTheDatabaseDoesNotTakeAndBringsItInOrderLater() {
        databaseIsAway();
        take("a");
        take("b");
        take("c");
        assertThat(waiting()).isEqualTo(3);

        ledger.failWith(null);
        drain.drain();

        assertThat(ledger.keys()).containsExactly("a", "b", "c");
        assertThat(waiting()).isZero();
        assertThat(backlog.waiting()).isFalse();
    }

    @Test
    void asksADatabaseThatIsAwayOnceAndNotForEveryRequest() {
        databaseIsAway();
        take("a");
        take("b");
        take("c");

        assertThat(ledger.calls()).isEqualTo(1);
    }

    @Test
    void letsNothingOvertakeWhatWaits() {
        databaseIsAway();
        take("a");
        ledger.failWith(null);

        take("b");

        assertThat(ledger.keys()).isEmpty();
        drain.drain();
        assertThat(ledger.keys()).containsExactly("a", "b");
        take("c");
        assertThat(ledger.keys()).containsExactly("a", "b", "c");
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

        var spool = Spools.at(directory, CIPHER);
        var later = new Backlog(spool);
        assertThat(later.waiting()).isTrue();
        new SpoolDrain(spool, registrar, later, new SimpleMeterRegistry(), InstantSource.system()).drain();

        assertThat(ledger.keys()).containsExactly("a");
        assertThat(later.waiting()).isFalse();
    }

    @Test
    void writesNothingReadableToTheDisk() throws IOException {
        databaseIsAway();
        take("my secret symptom");

        try (var files = Files.list(directory)) {
            assertThat(files).singleElement().satisfies(file -> {
                assertThat(Files.readString(file)).doesNotContain("symptom");
                assertThat(Files.getPosixFilePermissions(directory)).hasSize(3);
            });
        }
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
    void answers503WhenTheDiskDoesNotTakeItEither() throws IOException {
        databaseIsAway();
        Files.writeString(directory, "a file where the directory should be");

        assertThatThrownBy(() -> take("a")).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
            assertThat(problem.slug()).isEqualTo("cannot-persist");
        });
    }

    @Test
    void losesNothingByAMistakeOfOurOwn() throws IOException {
        ledger.failWith(new DataIntegrityViolationException("column too short"));

        take("a");

        assertThat(waiting()).isZero();
        assertThat(backlog.waiting()).isFalse();
        assertThat(meters.counter("outreach.webhook.spool.failed").count()).isEqualTo(1);
        ledger.failWith(null);
        drain.bringBack();
        drain.drain();
        assertThat(ledger.keys()).containsExactly("a");
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
    void takesADatabaseThatMayOnlyBeReadForOneThatIsAway() {
        ledger.failWith(new UncategorizedSQLException("insert", null, new SQLException("read-only", "HY000", 1290)));

        take("a");

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

    @Test
    void entersAnEnormousRequestInParts() {
        take(String.join(
                "\n", IntStream.range(0, 2_500).mapToObj(Integer::toString).toList()));

        assertThat(ledger.keys()).hasSize(2_500);
        assertThat(ledger.calls()).isEqualTo(3);
    }

    @Test
    void triesADeadlockAgainAndThenSpools() {
        ledger.failWith(new CannotAcquireLockException("deadlock"));

        assertThatCode(() -> take("a")).doesNotThrowAnyException();

        assertThat(ledger.calls()).isEqualTo(4);
        assertThat(waiting()).isEqualTo(1);
    }

    private void databaseIsAway() {
        ledger.failWith(new CannotCreateTransactionException("no connection"));
    }

    private void take(String text) {
        reception.take(Source.TWILIO_INBOUND, Account.MAIN, "", text.getBytes(StandardCharsets.UTF_8));
    }

    private long waiting() {
        return Spools.at(directory, CIPHER).waiting().size();
    }

    private double counted(String outcome) {
        return meters.counter("outreach.webhook.events", "provider", "twilio", "outcome", outcome)
                .count();
    }

    /** Takes each line of the body for the key of an event. */
    private static final class LineInterpreter implements Interpreter {
        @Override
        public Source source() {
            return Source.TWILIO_INBOUND;
        }

        @Override
        public List<Observation> interpret(Notice notice) {
            return notice.text()
                    .lines()
                    .map(line -> new Observation(
                            Provider.TWILIO, Observation.Kind.OTHER, line, line, new Interpretation.Ignored("test")))
                    .toList();
        }
    }
}
