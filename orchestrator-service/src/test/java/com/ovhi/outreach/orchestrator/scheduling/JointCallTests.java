package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.CountedStatements;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Calls that come at the same time: what they cost together, and that each is answered as if it had come alone. */
@ServiceTest(schema = "ovhi_orchestrator")
class JointCallTests extends OneClinic {

    private static final int CALLS = 40;
    private static final Duration SOONER_THAN_LOCKS_TIME_OUT = Duration.ofSeconds(4);
    private static final String URI = "/api/v1/comm/schedule";

    private final TransactionTemplate transactions;
    private List<String> jointly = List.of();
    private List<String> alone = List.of();

    JointCallTests(
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
    void callsThatComeTogetherShareTheirStatementsAndQuestions() {
        var patients = IntStream.range(0, CALLS).mapToObj(_ -> clinic.patient()).toList();
        var bodies = new LinkedHashMap<String, String>();
        patients.forEach(each -> bodies.put("shared-" + each, reminder(clinic, each, "")));
        var questions = questions();

        var replies = together(bodies);

        assertThat(replies.values())
                .allSatisfy(each -> assertThat(each.status()).isEqualTo(201));
        var groups = jointly.stream()
                .filter(sql -> sql.contains("INSERT IGNORE INTO idempotency_keys"))
                .count();
        assertThat(groups).isBetween(1L, CALLS / 10L);
        assertThat((long) jointly.size())
                .as("keys 3, look-ups 3, locks 2, slots 2, jobs 2, decisions 1, events 3, answers 1, settings 2")
                .isLessThanOrEqualTo(19 * groups);
        assertThat(alone).as("what each does by itself").isEmpty();
        assertThat(questions() - questions)
                .as("one question to each of three services")
                .isEqualTo(3 * groups);
        var jobs = replies.values().stream().map(each -> each.at("/job_id")).toList();
        assertThat(jobs).doesNotHaveDuplicates().hasSize(CALLS);
        jobs.forEach(job -> {
            awaitJob(UUID.fromString(job), Milestone.SCHEDULED);
            kafka.await(
                    Topics.SCHEDULE,
                    ContactDue.class,
                    due -> due.jobId().toString().equals(job));
            kafka.await(
                    Topics.AUDIT,
                    AuditRecorded.class,
                    each -> job.equals(each.details().get("job_id")));
            assertThat(get("/api/v1/comm/jobs/" + job, core(clinic)).at("/decision/verdict"))
                    .isEqualTo("accepted");
        });
    }

    @Test
    void eachIsAnsweredAsIfItHadComeAlone() {
        var asked = new LinkedHashMap<String, String>();
        var unwilling = clinic.patient();
        Neighbours.prefers(clinic.preferences(unwilling, false));
        var late = clinic.patient();
        Neighbours.prefers(clinic.preferences(late, true, "Pacific/Kiritimati"));
        var far = clinic.patient();
        Neighbours.prefers(clinic.preferences(far, true, "Etc/Unplannable"));
        var unheard = clinic.patient();
        Neighbours.unknown(unheard);
        asked.put("plain-0001", reminder(clinic, clinic.patient(), ""));
        asked.put("plain-0002", reminder(clinic, clinic.patient(), ""));
        asked.put("email-0001", reminder(clinic, clinic.patient(), template(Neighbours.EMAIL_TEMPLATE)));
        asked.put("email-0002", reminder(clinic, clinic.patient(), template(Neighbours.UNAPPROVED_TEMPLATE)));
        asked.put("template-404", reminder(clinic, clinic.patient(), template(404)));
        asked.put("variable-01", reminder(clinic, clinic.patient(), "").replace("clinic_name", "x"));
        asked.put("unwilling-1", reminder(clinic, unwilling, ""));
        asked.put("too-late-01", reminder(clinic, late, ""));
        asked.put("too-far-001", reminder(clinic, far, ""));
        asked.put("unheard-001", reminder(clinic, unheard, ""));
        asked.put("unknown-001", reminder(clinic, Clinic.number(), ""));
        asked.put("marketing-1", reminder(clinic, clinic.patient(), "").replace("appt_reminder", "campaign_education"));
        asked.put("urgent-0001", reminder(clinic, clinic.patient(), "").replace("appt_reminder", "urgent"));

        var together = together(asked);

        asked.forEach((key, body) -> {
            var joint = of(together, key);
            var alone = schedule(clinic, key + "-alone", body);
            assertThat(joint.status()).as(key).isEqualTo(alone.status());
            assertThat(joint.problem()).as(key).isEqualTo(alone.problem());
            assertThat(joint.at("/channel")).as(key).isEqualTo(alone.at("/channel"));
            assertThat(joint.at("/scheduled_at")).as(key).isEqualTo(alone.at("/scheduled_at"));
            assertThat(joint.json().path("reasons"))
                    .as(key)
                    .isEqualTo(alone.json().path("reasons"));
            assertThat(joint.json().path("variables"))
                    .as(key)
                    .isEqualTo(alone.json().path("variables"));
            assertThat(joint.at("/sentence")).as(key).isEqualTo(alone.at("/sentence"));
        });
    }

    @Test
    void oneWhosePreferencesCannotBeReadSpoilsNoOther() {
        var broken = clinic.patient();
        Neighbours.broken(broken);
        var asked = new LinkedHashMap<String, String>();
        asked.put("broken-0001", reminder(clinic, broken, ""));
        IntStream.range(0, 5).forEach(i -> asked.put("sound-000" + i, reminder(clinic, clinic.patient(), "")));

        var replies = together(asked);

        assertThat(of(replies, "broken-0001").status()).isEqualTo(503);
        asked.keySet().stream()
                .filter(key -> key.startsWith("sound"))
                .forEach(key -> assertThat(of(replies, key).status()).isEqualTo(201));
    }

    @Test
    void aPatientGetsNoMoreThanTheCapsAllowHoweverManyAskAtOnce() {
        var strict = usualClinic().open();
        var one = strict.patient();
        var asked = new LinkedHashMap<String, String>();
        IntStream.range(0, 6)
                .forEach(i -> asked.put(
                        "capped-000" + i, reminder(strict, one, ", \"expires_at\": \"2026-03-02T23:00:00-05:00\"")));

        var replies = together(strict, asked);

        assertThat(replies.values().stream().filter(each -> each.status() == 201))
                .hasSize(1);
        assertThat(replies.values().stream().filter(each -> each.status() != 201))
                .allSatisfy(each -> assertThat(each.problem()).isEqualTo("contact-cap"));
    }

    @Test
    void oneOccasionIsToldOnceHoweverManyAskAtOnce() {
        var occasion = ", \"occasion\": {\"about\": \"prescription/" + Clinic.number() + "\"}";
        var asked = new LinkedHashMap<String, String>();
        IntStream.range(0, 5).forEach(i -> asked.put("occasion-" + i, reminder(clinic, patient, occasion)));

        var replies = together(asked);

        assertThat(replies.values().stream().filter(each -> each.status() == 201))
                .hasSize(1);
        assertThat(replies.values().stream().filter(each -> each.status() != 201))
                .allSatisfy(each -> assertThat(each.problem()).isEqualTo("duplicate-contact"));
    }

    @Test
    void repeatedCallsAreAnsweredFromTheirKeys() {
        var asked = new LinkedHashMap<String, String>();
        IntStream.range(0, 5).forEach(i -> asked.put("again-000" + i, reminder(clinic, clinic.patient(), "")));
        var first = together(asked);

        var second = together(asked);

        asked.keySet().forEach(key -> {
            assertThat(of(second, key).body()).isEqualTo(of(first, key).body());
            assertThat(of(second, key).replayed()).isEqualTo("true");
        });
        var other = schedule(clinic, "again-0000", reminder(clinic, patient, ""));
        assertThat(other.problem()).isEqualTo("idempotency-key-reuse");
    }

    @Test
    void nobodyElseWaitsForAPatientWhoIsLocked() {
        var locked = clinic.patient();

        var reply = whileOthersAreAnswered(
                "SELECT patient_id FROM patients WHERE patient_id = ? FOR UPDATE",
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
        assertThat(jobs()).as("theirs and the one before them").isEqualTo(asked.size() + 1);
        assertThat(jdbc.sql("SELECT COUNT(*) FROM decisions WHERE organization_id = ?")
                        .param(clinic.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(asked.size() + 1);
    }

    private static Reply of(Map<String, Reply> replies, String key) {
        return Objects.requireNonNull(replies.get(key));
    }

    private static String template(long id) {
        return ", \"template_id\": \"" + id + "\"";
    }

    private static long questions() {
        return List.of("/api/v1/preferences/effective/batch", "/api/v1/templates/render/batch", "/api/v1/plan/batch")
                .stream()
                .mapToLong(Neighbours::calls)
                .sum();
    }

    private Map<String, Reply> together(Map<String, String> asked) {
        return together(clinic, asked);
    }

    private Map<String, String> others() {
        var asked = new LinkedHashMap<String, String>();
        IntStream.range(0, 9).forEach(_ -> {
            var other = clinic.patient();
            asked.put("other-" + other, reminder(clinic, other, ""));
        });
        return asked;
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
        var locked = new CompletableFuture<Void>();
        try (var holder = Executors.newSingleThreadExecutor()) {
            holder.execute(() -> transactions.executeWithoutResult(_ -> {
                assertThat(jdbc.sql(lock).param(row).query(Long.class).list()).hasSize(1);
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

    private Map<String, Reply> together(Clinic of, Map<String, String> asked) {
        return together(
                of,
                asked,
                replies -> await().untilAsserted(() -> assertThat(replies).hasSameSizeAs(asked)));
    }

    /** Sends them while another call is being carried out, so that they are gathered. */
    private Map<String, Reply> together(Clinic of, Map<String, String> asked, Consumer<Map<String, Reply>> until) {
        var slow = of.patient();
        var letGo = new CountDownLatch(1);
        Neighbours.holdUp(of.preferences(slow, true), letGo);
        var replies = new ConcurrentHashMap<String, Reply>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            callers.execute(() -> schedule(of, "slow-" + slow, reminder(of, slow, "")));
            await().untilAsserted(() -> assertThat(Neighbours.calls("/api/v1/preferences/" + slow + "/effective"))
                    .isOne());
            CountedStatements.forget();
            asked.forEach((key, body) -> callers.execute(() -> replies.put(key, post(URI, core(of), key, body))));
            until.accept(replies);
            jointly = CountedStatements.of("joint-calls");
            alone = CountedStatements.of("http-nio");
            letGo.countDown();
        } finally {
            letGo.countDown();
        }
        return replies;
    }
}
