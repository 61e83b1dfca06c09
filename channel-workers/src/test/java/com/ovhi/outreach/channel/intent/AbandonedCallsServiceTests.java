package com.ovhi.outreach.channel.intent;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a worker had let through the gate when it was killed goes back at once, if it is sure that nobody was called. */
@ServiceTest(schema = "ovhi_channel")
class AbandonedCallsServiceTests {

    private static final UUID START = UUID.randomUUID();

    private final OutcomeRecorder outcomes;
    private final MeterRegistry meters;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    @TempDir
    private Path directory = Path.of(".");

    AbandonedCallsServiceTests(
            OutcomeRecorder outcomes,
            MeterRegistry meters,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions) {
        this.outcomes = outcomes;
        this.meters = meters;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Test
    void givesBackWhatWasNeverBegunAndNothingElse() throws IOException {
        var neverBegun = attempt("open");
        var alreadyDoubted = attempt("unknown");
        var begun = attempt("open");
        var accepted = attempt("accepted");
        var neverCommitted = Ids.next();
        var dying = new CallJournal(directory, START);
        for (var id : new UUID[] {neverBegun, alreadyDoubted, begun, accepted, neverCommitted}) {
            dying.passed(id);
        }
        dying.begun(begun);
        dying.destroy();

        var next = new CallJournal(directory, START);
        new AbandonedCalls(next, outcomes, meters).giveBack();
        next.destroy();

        assertThat(outcome(neverBegun)).isEqualTo("not_sent parked never-begun");
        assertThat(outcome(alreadyDoubted)).isEqualTo("not_sent parked never-begun");
        assertThat(outcome(begun)).isEqualTo("open");
        assertThat(outcome(accepted)).isEqualTo("accepted");
    }

    private @Nullable String outcome(UUID id) {
        return transactions.execute(_ -> jdbc.queryForObject(
                "SELECT CONCAT_WS(' ', state, failure_class, failure_code) FROM send_intents WHERE id = ?",
                String.class,
                id.toString()));
    }

    private UUID attempt(String state) {
        var id = Ids.next();
        transactions.executeWithoutResult(_ -> jdbc.update(
                """
                INSERT INTO send_intents (id, job_id, slot_id, attempt, channel, account, purpose, patient_id,
                    organization_id, address_hash, consent_version, request_fingerprint, state)
                VALUES (?, ?, ?, 1, 'sms', 'main', 'appt_reminder', 1, 1, '', 1, '', ?)""", id.toString(), Ids.next().toString(), Ids.next().toString(), state));
        return id;
    }
}
