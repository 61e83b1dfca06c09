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
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Calls that come at the same time: what they cost together, and that each is answered as if it had come alone. */
@ServiceTest(schema = "ovhi_orchestrator")
class JointCallTests extends CallsTogether {

    private static final int CALLS = 40;
    private static final String PREFERENCES = "/api/v1/preferences/effective/batch";

    /** What is between two rows of the statement that claims keys. */
    private static final String KEYS_OF_SEVERAL = "'started', ?, ?, ?), (";

    JointCallTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
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
                .as("keys 2, look-ups 3, locks 2, slots 1, jobs 2, decisions 1, events 3, answers 1, settings 2")
                .isLessThanOrEqualTo(17 * groups);
        assertThat(alone).as("what each does by itself").isEmpty();
        assertThat(questions() - questions)
                .as("one question to each of three services, but for a call that came alone")
                .isEqualTo(3 * ofSeveral());
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

    private long ofSeveral() {
        return jointly.stream().filter(sql -> sql.contains(KEYS_OF_SEVERAL)).count();
    }

    @Test
    void preferencesAreAskedForWhileKeysAreClaimed() {
        var asked = others();
        var before = Neighbours.calls(PREFERENCES);
        var meanwhile = new AtomicBoolean();
        CountedStatements.before("joint-calls", KEYS_OF_SEVERAL, () -> {
            await().untilAsserted(
                            () -> assertThat(Neighbours.calls(PREFERENCES)).isGreaterThan(before));
            meanwhile.set(true);
        });

        var replies = together(asked);

        assertThat(meanwhile).isTrue();
        assertThat(replies.values())
                .allSatisfy(each -> assertThat(each.status()).isEqualTo(201));
    }

    @Test
    void whatEachBringsAboutIsInItsOwnTrace() {
        var asked = others();

        together(asked);

        var traces = jdbc.sql("""
                        SELECT DISTINCT SUBSTRING(traceparent, 4, 32) FROM outbox
                        WHERE topic = ? AND event_key = ? AND CONVERT(payload USING utf8mb4) LIKE '%"scheduled"%'""")
                .params(Topics.AUDIT, Long.toString(clinic.id()))
                .query(String.class)
                .list();
        assertThat(traces).hasSize(asked.size() + 1).doesNotContainNull();
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

    private static String template(long id) {
        return ", \"template_id\": \"" + id + "\"";
    }

    private static long questions() {
        return List.of(PREFERENCES, "/api/v1/templates/render/batch", "/api/v1/plan/batch").stream()
                .mapToLong(Neighbours::calls)
                .sum();
    }
}
