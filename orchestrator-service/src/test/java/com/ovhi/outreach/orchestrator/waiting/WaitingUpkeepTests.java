package com.ovhi.outreach.orchestrator.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of events that waited in vain, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class WaitingUpkeepTests extends RunningOrchestrator {

    private final WaitingUpkeep upkeep;
    private final MeterRegistry meters;
    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final TransactionTemplate transactions;

    WaitingUpkeepTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            WaitingUpkeep upkeep,
            MeterRegistry meters,
            JdbcClient jdbc,
            JdbcTemplate batches,
            PlatformTransactionManager transactions,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.upkeep = upkeep;
        this.meters = meters;
        this.jdbc = jdbc;
        this.batches = batches;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Test
    void takesUpWhatWasGivenUpWhenWhatItNeedsComesAfterAll() {
        var clinic = clinic().open();
        clinic.patient();
        var late = Clinic.number();
        clinic.book("appointment.booked", Clinic.number(), 1, late, "2026-03-12T09:30:00-04:00");
        var awaited = "patient/" + clinic.id() + "/" + late;
        await().untilAsserted(() -> assertThat(states(awaited)).containsExactly("waiting"));
        transactions.executeWithoutResult(
                status -> jdbc.sql("UPDATE waiting_events SET since = since - INTERVAL 61 MINUTE WHERE awaited = ?")
                        .param(awaited)
                        .update());
        await().untilAsserted(() -> assertThat(states(awaited)).containsExactly("orphan"));
        upkeep.count();
        assertThat(meters.get("outreach.waiting.orphans").gauge().value()).isPositive();

        Neighbours.prefers(clinic.preferences(late, true));
        clinic.register(late, "en");

        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT COUNT(*) FROM comm_jobs WHERE patient_id = ?")
                        .param(late)
                        .query(Integer.class)
                        .single())
                .isEqualTo(3));
    }

    @Test
    void forgetsWhatWasGivenUpLongAgo() {
        var awaited = "patient/1/" + Clinic.number();
        insert(awaited, "orphan", 36, 2_001);
        insert(awaited, "orphan", 34, 2);

        upkeep.purge();

        assertThat(states(awaited)).containsExactly("orphan", "orphan");
    }

    private void insert(String awaited, String state, int days, int count) {
        transactions.executeWithoutResult(status -> batches.batchUpdate(
                """
                        INSERT INTO waiting_events (event_id, type, awaited, payload, source, occurred_at, since, next_at, state)
                        VALUES (?, 'appointment.booked', ?, 'x', 'test', UTC_TIMESTAMP(6),
                            UTC_TIMESTAMP(6) - INTERVAL ? DAY, UTC_TIMESTAMP(6), ?)""",
                IntStream.range(0, count)
                        .mapToObj(i -> new Object[] {awaited + "/" + days + "/" + i, awaited, days, state})
                        .toList()));
    }

    private List<@Nullable String> states(String awaited) {
        return jdbc.sql("SELECT state FROM waiting_events WHERE awaited = ?")
                .param(awaited)
                .query(String.class)
                .list();
    }
}
