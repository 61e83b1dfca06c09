package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Keys of calls, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class IdempotencyKeysTests extends RunningOrchestrator {

    private final IdempotencyKeys keys;
    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final SettableClock clock;
    private final TransactionTemplate transactions;

    IdempotencyKeysTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            IdempotencyKeys keys,
            JdbcClient jdbc,
            JdbcTemplate batches,
            SettableClock clock,
            PlatformTransactionManager transactions,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.keys = keys;
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Test
    void forgetsAllThatNobodyRepeatsAnyMore() {
        var organization = Clinic.number();
        insert(organization, 2_500, clock.instant().minusSeconds(1));
        insert(organization, 1, clock.instant().plus(Duration.ofDays(1)));

        keys.purge();

        assertThat(jdbc.sql("SELECT COUNT(*) FROM idempotency_keys WHERE organization_id = ?")
                        .param(organization)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    private void insert(long organization, int count, Instant keepUntil) {
        transactions.executeWithoutResult(status -> batches.batchUpdate(
                """
                        INSERT INTO idempotency_keys (organization_id, client, idempotency_key, request_sha256, state,
                            owner, keep_until)
                        VALUES (?, 'test', ?, ?, 'done', 'test', ?)""",
                IntStream.range(0, count)
                        .mapToObj(i -> new Object[] {
                            organization, "key-" + count + "-" + i, "0".repeat(64), Timestamp.from(keepUntil)
                        })
                        .toList()));
    }
}
