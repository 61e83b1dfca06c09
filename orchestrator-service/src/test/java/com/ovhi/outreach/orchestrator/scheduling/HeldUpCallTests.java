package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.CountedStatements;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Calls that come at the same time while something stands in the way of one or of all of them. */
@ServiceTest(schema = "ovhi_orchestrator")
class HeldUpCallTests extends CallsTogether {

    private static final Duration SOONER_THAN_LOCKS_TIME_OUT = Duration.ofSeconds(4);

    private final TransactionTemplate transactions;

    HeldUpCallTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
        this.transactions = transactions;
    }

    @Test
    void nobodyElseWaitsForAPatientWhoIsLocked() {
        var locked = clinic.patient();

        var reply = whileOthersAreAnswered(
                "SELECT patient_id FROM patients FORCE INDEX (PRIMARY) WHERE patient_id = ? FOR UPDATE",
                locked,
                "locked-0001",
                reminder(clinic, locked, ""));

        assertThat(reply.status()).isEqualTo(201);
    }

    @Test
    void nobodyElseWaitsForAVisitThatIsLocked() {
        var visit = Clinic.number();
        clinic.book("appointment.booked", visit, 1, patient, "2026-03-12T09:30:00-04:00");
        await().untilAsserted(() -> assertThat(
                        jdbc.sql("SELECT COUNT(*) FROM appointments WHERE appointment_id = ? AND version = 1")
                                .param(visit)
                                .query(Integer.class)
                                .single())
                .isOne());

        var reply = whileOthersAreAnswered(
                "SELECT appointment_id FROM appointments WHERE appointment_id = ? FOR UPDATE",
                visit,
                "locked-0002",
                reminder(clinic, patient, ", \"occasion\": {\"about\": \"appointment/" + visit + "\"}"));

        assertThat(reply.status()).isEqualTo(201);
    }

    @Test
    void nobodyElseWaitsForAKeyThatIsLocked() {
        var first = schedule(clinic, "locked-0003", reminder(clinic, patient, ""));

        var asked = others();
        asked.put("locked-0003", reminder(clinic, patient, ""));
        var replies = new HashMap<String, Reply>();
        whileLocked(
                "SELECT organization_id FROM idempotency_keys"
                        + " WHERE organization_id = ? AND idempotency_key = 'locked-0003' FOR UPDATE",
                clinic.id(),
                () -> replies.putAll(together(asked)));

        assertThat(of(replies, "locked-0003").body()).isEqualTo(first.body());
        asked.keySet().forEach(key -> assertThat(of(replies, key).status()).isEqualTo(201));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsWhoseCommitIsLostMakeOneJobEach(boolean succeeds) {
        var asked = others();
        CountedStatements.loseCommitAfter("UPDATE idempotency_keys SET state = 'done'", succeeds);

        var replies = together(asked);

        assertThat(CountedStatements.losesCommit()).isFalse();
        assertThat(replies.values())
                .allSatisfy(each -> assertThat(each.status()).isEqualTo(201));
        assertThat(replies.values().stream().map(each -> each.at("/job_id"))).doesNotHaveDuplicates();
        assertOneJobEach(asked.size());
    }

    @Test
    void callsWhoseTransactionIsADeadlocksVictimAreCarriedOutAlone() {
        var asked = others();
        CountedStatements.before("joint-calls", "INSERT INTO decisions", () -> {
            throw new SQLException("Deadlock as asked for", "40001", 1213);
        });

        var replies = together(asked);

        assertThat(replies.values())
                .allSatisfy(each -> assertThat(each.status()).isEqualTo(201));
        assertOneJobEach(asked.size());
    }

    @Test
    void aKeyThatIsTakenOverMeanwhileMakesNoJobAndSpoilsNoOther() {
        var asked = others();
        CountedStatements.before("joint-calls", "INSERT IGNORE INTO contact_slots", this::takeOneOver);

        var replies = together(asked);

        assertThat(replies.values().stream().filter(each -> each.status() == 201))
                .hasSize(asked.size() - 1);
        assertThat(replies.values().stream().filter(each -> each.status() != 201))
                .singleElement()
                .satisfies(each -> assertThat(each.problem()).isEqualTo("request-in-flight"));
        assertOneJobEach(asked.size() - 1);
    }

    private void takeOneOver() {
        CompletableFuture.runAsync(() -> transactions.executeWithoutResult(_ -> assertThat(jdbc.sql("""
                                        UPDATE idempotency_keys SET owner = ? WHERE organization_id = ? AND state = 'started'
                                            AND idempotency_key LIKE 'other-%' LIMIT 1""")
                                .params(UUID.randomUUID().toString(), clinic.id())
                                .update())
                        .isOne()))
                .join();
    }

    @Test
    void allHearAtOnceThatAServiceDoesNotAnswer() {
        var asked = others();
        var unanswered = clinic.patient();
        Neighbours.silent(unanswered);
        asked.put("silent-" + unanswered, reminder(clinic, unanswered, ""));

        var replies = together(asked);

        assertThat(replies.values()).allSatisfy(each -> {
            assertThat(each.status()).isEqualTo(503);
            assertThat(each.problem()).isEqualTo("unavailable");
            assertThat(each.retryAfter()).isEqualTo("1");
        });
        assertThat(Neighbours.calls("/api/v1/preferences/" + unanswered + "/effective"))
                .as("nobody waits for it once more")
                .isZero();
        assertOneJobEach(0);
        Neighbours.prefers(clinic.preferences(unanswered, true));
        assertThat(together(asked).values())
                .as("the keys are free again")
                .allSatisfy(each -> assertThat(each.status()).isEqualTo(201));
    }

    @Test
    void whoIsDecidedAloneIsDecidedAnewWhenTheDecisionIsStale() {
        var strict = usualClinic().open();
        var crowded = strict.patient();
        var other = strict.patient();
        var told = job(strict, other);
        var letGo = new CompletableFuture<Void>();
        var replies = new HashMap<String, Reply>();
        var asked = new LinkedHashMap<String, String>();
        asked.put("stale-0001", reminder(strict, crowded, ", \"expires_at\": \"2026-03-02T23:00:00-05:00\""));
        asked.put("fresh-0001", reminder(strict, strict.patient(), ""));

        whileLocked(
                () -> {
                    assertThat(jdbc.sql(
                                            "SELECT patient_id FROM patients FORCE INDEX (PRIMARY) WHERE patient_id = ? FOR UPDATE")
                                    .param(crowded)
                                    .query(Long.class)
                                    .list())
                            .hasSize(1);
                    jdbc.sql("UPDATE comm_jobs SET patient_id = ? WHERE id = ?")
                            .params(crowded, told.toString())
                            .update();
                },
                letGo,
                () -> replies.putAll(together(strict, asked, answered -> {
                    await().untilAsserted(() -> assertThat(answered).containsOnlyKeys("fresh-0001"));
                    letGo.complete(null);
                })));

        assertThat(of(replies, "stale-0001").problem()).isEqualTo("contact-cap");
    }

    private void assertOneJobEach(int calls) {
        assertThat(jobs()).as("theirs and the one before them").isEqualTo(calls + 1);
        for (var table : List.of("decisions", "contact_slots")) {
            assertThat(jdbc.sql("SELECT COUNT(*) FROM " + table + " WHERE organization_id = ?")
                            .param(clinic.id())
                            .query(Integer.class)
                            .single())
                    .as(table)
                    .isEqualTo(calls + 1);
        }
    }

    /** Sends a call with others, which are answered while a row is locked, and returns how it is answered afterwards. */
    private Reply whileOthersAreAnswered(String lock, long row, String key, String body) {
        var asked = others();
        var others = Set.copyOf(asked.keySet());
        asked.put(key, body);
        var letGo = new CompletableFuture<Void>();
        var replies = new HashMap<String, Reply>();
        whileLocked(
                lock,
                row,
                letGo,
                () -> replies.putAll(together(clinic, asked, answered -> {
                    await().atMost(SOONER_THAN_LOCKS_TIME_OUT)
                            .untilAsserted(() -> assertThat(answered).containsOnlyKeys(others));
                    letGo.complete(null);
                })));
        others.forEach(each -> assertThat(of(replies, each).status()).isEqualTo(201));
        return of(replies, key);
    }

    private void whileLocked(String lock, long row, Runnable action) {
        whileLocked(lock, row, new CompletableFuture<>(), action);
    }

    private void whileLocked(String lock, long row, CompletableFuture<Void> letGo, Runnable action) {
        whileLocked(
                () -> assertThat(jdbc.sql(lock).param(row).query(Long.class).list())
                        .hasSize(1),
                letGo,
                action);
    }

    private void whileLocked(Runnable lock, CompletableFuture<Void> letGo, Runnable action) {
        var locked = new CompletableFuture<Void>();
        try (var holder = Executors.newSingleThreadExecutor()) {
            holder.execute(() -> transactions.executeWithoutResult(_ -> {
                lock.run();
                locked.complete(null);
                letGo.join();
            }));
            try {
                locked.orTimeout(10, TimeUnit.SECONDS).join();
                action.run();
            } finally {
                letGo.complete(null);
            }
        }
    }
}
