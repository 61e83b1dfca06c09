package com.ovhi.outreach.scheduler.queue;

import static com.ovhi.outreach.scheduler.window.Windows.routine;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.scheduler.QueueDriver;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Jobs that were polled together are taken in together, each as if it had come alone. */
@ServiceTest(schema = "ovhi_scheduler")
class IntakeOfOnePollTests {

    private final Intake intake;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final SettableClock clock;
    private final TestKafka kafka;
    private final QueueDriver queue;
    private final MeterRegistry meters;

    IntakeOfOnePollTests(
            Intake intake,
            JdbcTemplate jdbc,
            JdbcClient client,
            PlatformTransactionManager transactions,
            SettableClock clock,
            TestKafka kafka,
            MeterRegistry meters) {
        this.intake = intake;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
        this.kafka = kafka;
        this.meters = meters;
        queue = new QueueDriver(kafka, client);
    }

    @BeforeEach
    void itIsMondayMorning() {
        clock.set(SettableClock.START);
    }

    @Test
    void manyCostAsFewStatementsAsOne() {
        var contacts = IntStream.range(0, 100).mapToObj(_ -> tomorrow()).toList();

        var statements = transactions.execute(_ -> {
            var before = statements();
            intake.due(contacts);
            return statements() - before;
        });

        assertThat(statements).isLessThanOrEqualTo(5);
        assertThat(contacts).allSatisfy(each -> assertThat(state(each)).isEqualTo("waiting"));
    }

    @Test
    void eachIsJudgedForItself() {
        var withdrawn = tomorrow();
        var archived = tomorrow();
        var flawed = contact(routine("Nowhere/Land"));
        var good = tomorrow();
        transactions.executeWithoutResult(_ -> {
            intake.withdrawn(new ContactWithdrawn(
                    withdrawn.jobId(), withdrawn.organizationId(), withdrawn.patientId(), "appointment-moved"));
            jdbc.update("""
                    INSERT INTO due_archive (job_id, slot_id, organization_id, patient_id, purpose, channel, lane, due_at,
                        expires_at, attempt, retries, ended_at)
                    VALUES (?, ?, 16, 1, 'appt_reminder', 'sms', 'priority', ?, ?, 1, 0, ?)""", id(archived), id(archived), past(), past(), past());
        });

        transactions.executeWithoutResult(_ -> intake.due(List.of(withdrawn, archived, flawed, good)));

        assertThat(state(withdrawn)).isEqualTo("ended");
        assertThat(rows(archived)).as("it ended long ago").isZero();
        assertThat(rows(flawed)).isZero();
        assertThat(state(good)).isEqualTo("waiting");
        var report = kafka.await(
                Topics.DELIVERY, DeliveryReported.class, each -> flawed.jobId().equals(each.jobId()));
        assertThat(report.state()).isEqualTo(DeliveryState.EXHAUSTED);
    }

    @Test
    void whatComesAgainChangesNothingAndIsCountedApart() {
        var contact = tomorrow();
        var queued = counted("queued");
        var repeated = counted("repeated");

        transactions.executeWithoutResult(_ -> intake.due(List.of(contact, contact)));
        transactions.executeWithoutResult(_ -> intake.withdrawn(new ContactWithdrawn(
                contact.jobId(), contact.organizationId(), contact.patientId(), "appointment-moved")));
        transactions.executeWithoutResult(_ -> intake.due(List.of(contact, tomorrow())));

        assertThat(rows(contact)).isEqualTo(1);
        assertThat(state(contact)).isEqualTo("ended");
        assertThat(counted("queued") - queued).isEqualTo(2);
        assertThat(counted("repeated") - repeated).isEqualTo(2);
    }

    private double counted(String outcome) {
        return meters.counter("outreach.scheduler.intake", "event", "due", "outcome", outcome)
                .count();
    }

    private ContactDue tomorrow() {
        return contact(routine("America/New_York"));
    }

    private ContactDue contact(SendWindow window) {
        var due = clock.instant().plus(Duration.ofDays(1));
        return queue.contact(due, due.plus(Duration.ofDays(1)), window);
    }

    private Timestamp past() {
        return Timestamp.from(clock.instant().minus(Duration.ofDays(40)));
    }

    private String state(ContactDue contact) {
        return queue.row(contact.jobId()).state();
    }

    private int rows(ContactDue contact) {
        var count = transactions.execute(_ ->
                jdbc.queryForObject("SELECT COUNT(*) FROM due_queue WHERE job_id = ?", Integer.class, id(contact)));
        return count == null ? 0 : count;
    }

    private static String id(ContactDue contact) {
        return contact.jobId().toString();
    }

    private long statements() {
        return jdbc
                .query(
                        "SHOW SESSION STATUS WHERE Variable_name IN ('Com_select', 'Com_insert', 'Com_update')",
                        (row, _) -> Long.parseLong(row.getString("Value")))
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
