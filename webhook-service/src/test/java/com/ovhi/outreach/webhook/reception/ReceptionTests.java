package com.ovhi.outreach.webhook.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.common.web.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.UncategorizedSQLException;

/** What happens to a signed request when the database, or the disk, or both are away. */
class ReceptionTests extends ReceptionBench {

    ReceptionTests(@TempDir Path temporary) {
        super(temporary, Duration.ofSeconds(20));
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
    void takesADatabaseThatMayOnlyBeReadForOneThatIsAway() {
        ledger.failWith(new UncategorizedSQLException("insert", null, new SQLException("read-only", "HY000", 1290)));

        take("a");

        assertThat(waiting()).isEqualTo(1);
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
}
