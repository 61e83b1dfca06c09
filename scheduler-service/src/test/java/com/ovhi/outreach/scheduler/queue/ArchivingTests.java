package com.ovhi.outreach.scheduler.queue;

import static com.ovhi.outreach.scheduler.window.Windows.routine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.scheduler.QueueDriver;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What has ended leaves the queue, and never comes back. */
@ServiceTest(schema = "ovhi_scheduler")
class ArchivingTests {

    private final Archiving archiving;
    private final SettableClock clock;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final QueueDriver queue;

    ArchivingTests(
            Archiving archiving,
            SettableClock clock,
            TestKafka kafka,
            JdbcClient jdbc,
            PlatformTransactionManager transactions) {
        this.archiving = archiving;
        this.clock = clock;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        queue = new QueueDriver(kafka, jdbc);
        clock.set(SettableClock.START);
    }

    @AfterEach
    void itIsMondayAgain() {
        clock.set(SettableClock.START);
    }

    @Test
    void anEndedJobIsArchivedThenForgottenAndOneThatWaitsStays() {
        var ended = contact(Duration.ofDays(60));
        var waits = contact(Duration.ofDays(60));
        queue.schedule(ended);
        queue.schedule(waits);
        queue.awaitRow(ended.jobId(), "waiting", 1);
        queue.awaitRow(waits.jobId(), "waiting", 1);
        queue.withdraw(ended.jobId());
        queue.awaitRow(ended.jobId(), "ended", 1);

        clock.set(SettableClock.START.plus(Duration.ofDays(29)));
        archiving.work();
        assertThat(queue.find(ended.jobId())).isPresent();
        clock.set(SettableClock.START.plus(Duration.ofDays(31)));
        // A row that somebody is at is passed over until the next time.
        await().untilAsserted(() -> {
            archiving.work();
            assertThat(queue.find(ended.jobId())).isEmpty();
        });

        assertThat(queue.find(waits.jobId())).isPresent();
        assertThat(archived(ended.jobId())).isEqualTo(1);
        var another = contact(Duration.ofDays(60));
        queue.schedule(ended);
        queue.schedule(another);
        queue.awaitRow(another.jobId(), "waiting", 1);
        assertThat(queue.find(ended.jobId())).as("the same job once more").isEmpty();

        clock.set(SettableClock.START.plus(Duration.ofDays(402)));
        archiving.work();
        await().until(() -> archived(ended.jobId()) == 0);
    }

    @Test
    void finishedReplansAreForgottenAndOpenOnesAreNot() {
        transactions.executeWithoutResult(_ -> jdbc.sql("""
                        INSERT INTO replans (organization_id, cause, finished_at) VALUES
                            (9801, 'old', CURRENT_TIMESTAMP(6) - INTERVAL 31 DAY),
                            (9801, 'new', CURRENT_TIMESTAMP(6) - INTERVAL 29 DAY)""").update());

        archiving.work();

        assertThat(jdbc.sql("SELECT cause FROM replans WHERE organization_id = 9801")
                        .query(String.class)
                        .list())
                .containsExactly("new");
    }

    private ContactDue contact(Duration until) {
        return queue.contact(
                SettableClock.START.plus(until),
                SettableClock.START.plus(until).plusSeconds(3_600),
                routine("America/New_York"));
    }

    private int archived(UUID job) {
        return jdbc.sql("SELECT COUNT(*) FROM due_archive WHERE job_id = ?")
                .param(job.toString())
                .query(Integer.class)
                .single();
    }
}
