package com.ovhi.outreach.scheduler.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The claim must read its index in order: a sort would lock every candidate. */
@ServiceTest(schema = "ovhi_scheduler")
class ClaimPlanTests {

    private static final int NOISE = 6_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final QueueView view;

    ClaimPlanTests(JdbcTemplate jdbc, PlatformTransactionManager transactions, QueueView view, SettableClock clock) {
        this.jdbc = jdbc;
        this.view = view;
        this.transactions = new TransactionTemplate(transactions);
        clock.set(SettableClock.START);
    }

    @BeforeEach
    void manyOthersWaitOrHaveEnded() {
        var later = Timestamp.from(SettableClock.START.plus(Duration.ofDays(300)));
        var rows = IntStream.range(0, NOISE)
                .mapToObj(i -> new Object[] {
                    Ids.next().toString(),
                    Ids.next().toString(),
                    i % 2 == 0 ? "priority" : "bulk",
                    later,
                    later,
                    i % 3 == 0 ? "waiting" : "ended"
                })
                .toList();
        transactions.executeWithoutResult(status -> jdbc.batchUpdate("""
                INSERT INTO due_queue (job_id, slot_id, organization_id, patient_id, purpose, channel, lane, due_at,
                    expires_at, send_window, state) VALUES (?, ?, 999, 1, 'lab_ready', 'sms', ?, ?, ?, '{}', ?)""", rows));
        jdbc.execute("ANALYZE TABLE due_queue");
    }

    @AfterEach
    void theyAreGone() {
        transactions.executeWithoutResult(status -> jdbc.update("DELETE FROM due_queue WHERE organization_id = 999"));
    }

    @Test
    void neitherTheClaimNorTheLookAheadSorts() {
        var due = Timestamp.from(SettableClock.START.plus(Duration.ofDays(301)));

        assertReadsInOrder(explain(DueQueue.CLAIM, Lane.PRIORITY.code(), "sms", due, 100));
        assertReadsInOrder(explain(DueQueue.CLAIM, Lane.BULK.code(), "sms", Timestamp.from(SettableClock.START), 50));
        assertReadsInOrder(explain(DueQueue.CLAIM_OF, "priority", "sms", 999, due, 100), "idx_due_queue_fair");
        assertReadsInOrder(explain(DueQueue.NEXT_DUE, Lane.PRIORITY.code(), "sms"));
    }

    /** What the storage engine really reads: as many rows as are claimed, however many wait. */
    @Test
    void theCostOfAClaimIsThatOfWhatItFinds() {
        var due = Timestamp.from(SettableClock.START.plus(Duration.ofDays(301)));

        assertThat(reads(DueQueue.CLAIM, "priority", "sms", due, 50)).isLessThanOrEqualTo(60);
        assertThat(reads(DueQueue.CLAIM_OF, "priority", "sms", 999, due, 50)).isLessThanOrEqualTo(60);
        assertThat(reads(DueQueue.NEXT_DUE, "priority", "sms")).isLessThanOrEqualTo(5);
        assertThat(reads(DueQueue.NEXT_ORGANIZATION, "priority", "sms", 998)).isLessThanOrEqualTo(5);
        assertThat(reads(DueQueue.CLAIM, "bulk", "sms", Timestamp.from(SettableClock.START), 50))
                .as("nothing due")
                .isLessThanOrEqualTo(5);
    }

    @Test
    void whatIsInFlightOnARouteIsCountedWithoutTheOtherRoutes() {
        transactions.executeWithoutResult(_ -> jdbc.update(
                "UPDATE due_queue SET state = 'dispatched', dispatched_at = ? WHERE organization_id = 999 AND lane = 'bulk'",
                Timestamp.from(SettableClock.START)));
        var since = Timestamp.from(SettableClock.START.minusSeconds(60));

        assertThat(reads(DueQueue.IN_FLIGHT, "urgent", "sms", since)).isLessThanOrEqualTo(5);
        assertThat(explain(DueQueue.IN_FLIGHT, "bulk", "sms", since).toString().toLowerCase(Locale.ROOT))
                .contains("idx_due_queue_flight")
                .containsAnyOf("using index", "covering index");
    }

    @Test
    void aFewThatWaitAreListedWithoutTheManyThatHaveEnded() {
        transactions.executeWithoutResult(_ ->
                jdbc.update("UPDATE due_queue SET state = 'ended' WHERE organization_id = 999 AND state = 'waiting'"));

        assertThat(reads(() -> view.list(999, QueueState.WAITING, null, null, 50)))
                .isLessThanOrEqualTo(10);
        assertThat(reads(() -> view.list(999, null, null, null, 50))).isLessThanOrEqualTo(400);
        var listed = Objects.requireNonNull(transactions.execute(_ -> view.list(999, null, Lane.BULK, null, 50)));
        assertThat(listed).hasSize(50).allSatisfy(row -> assertThat(row.lane()).isEqualTo(Lane.BULK));
        assertThat(listed.stream().map(row -> row.jobId().toString())).isSorted();
    }

    private long reads(String query, Object... values) {
        return reads(() -> jdbc.queryForList(query, values));
    }

    private long reads(Runnable query) {
        var reads = transactions.execute(_ -> {
            var first = handlerReads();
            var before = handlerReads();
            query.run();
            // On some servers looking at the counters reads rows, too.
            return handlerReads() - before - (before - first);
        });
        return reads == null ? Long.MAX_VALUE : reads;
    }

    private long handlerReads() {
        return jdbc.queryForList("SHOW SESSION STATUS LIKE 'Handler_read%'").stream()
                .filter(each -> !String.valueOf(each.get("Variable_name")).contains("tmp"))
                .mapToLong(each -> Long.parseLong(String.valueOf(each.get("Value"))))
                .sum();
    }

    private List<Map<String, @Nullable Object>> explain(String query, Object... values) {
        return jdbc.queryForList("EXPLAIN " + query, values);
    }

    /** MariaDB explains in a table and says "filesort", MySQL 9 in a tree and says "Sort". */
    private static void assertReadsInOrder(List<Map<String, @Nullable Object>> plan) {
        assertReadsInOrder(plan, "idx_due_queue_claim");
    }

    private static void assertReadsInOrder(List<Map<String, @Nullable Object>> plan, String index) {
        assertThat(plan)
                .singleElement()
                .satisfies(step -> assertThat(step.toString().toLowerCase(Locale.ROOT))
                        .contains(index)
                        .doesNotContain("filesort", "-> sort"));
    }
}
