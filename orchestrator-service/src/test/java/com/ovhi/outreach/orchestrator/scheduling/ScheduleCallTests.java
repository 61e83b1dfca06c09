package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The schedule call and the job calls against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class ScheduleCallTests extends RunningOrchestrator {

    private static final String URI = "/api/v1/comm/schedule";

    private final JdbcClient jdbc;
    private final FieldCipher cipher;
    private final SettableClock clock;
    private final TransactionTemplate transactions;
    private Clinic clinic;
    private long patient;

    ScheduleCallTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            FieldCipher cipher,
            SettableClock clock,
            PlatformTransactionManager transactions,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.jdbc = jdbc;
        this.cipher = cipher;
        this.clock = clock;
        this.transactions = new TransactionTemplate(transactions);
        clinic = clinic();
    }

    @BeforeEach
    void openClinic() {
        clinic = clinic().open();
        patient = clinic.patient();
    }

    @Test
    void answersWithExactlyTheFieldsOfTheDesignDocument() {
        var reply = schedule(
                clinic, "fields-0001", reminder(clinic, patient, ", \"send_at\": \"2026-03-05T10:00:00-05:00\""));

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().propertyNames())
                .containsExactlyInAnyOrder("job_id", "scheduled_at", "channel", "estimated_delivery");
        assertThat(reply.at("/scheduled_at")).isEqualTo("2026-03-05T15:00:00Z");
        assertThat(reply.at("/channel")).isEqualTo("sms");
        assertThat(reply.at("/estimated_delivery")).isEqualTo("2026-03-05T15:00:05Z");
    }

    @Test
    void handsTheJobToTheSchedulerAndTellsTheSuite() {
        var job = job(clinic, patient);

        var due = kafka.await(
                Topics.SCHEDULE, ContactDue.class, each -> each.jobId().equals(job));
        assertThat(due.channel()).isEqualTo(Channel.SMS);
        assertThat(due.lane()).isEqualTo(Lane.PRIORITY);
        assertThat(due.window().zones()).containsExactly("America/New_York");
        var content = ContractJson.read(cipher.open(due.content(), "dispatch|" + job), MessageContent.class);
        assertThat(content.address()).isEqualTo(Clinic.number(patient));
        assertThat(content.addressHash()).isEqualTo(Clinic.hash(patient));
        assertThat(content.senderName()).isEqualTo(clinic.name());
        assertThat(awaitJob(job, Milestone.SCHEDULED).status()).isEqualTo(JobStatus.QUEUED);
        kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                audit -> audit.action() == AuditAction.SEND
                        && job.toString().equals(audit.details().get("job_id")));
    }

    @Test
    void keepsNoPatientDataInTheClear() {
        var job = job(clinic, patient);

        var row = jdbc.sql("SELECT * FROM comm_jobs WHERE id = ?")
                .param(job.toString())
                .query()
                .singleRow();
        var decision = jdbc.sql("SELECT record FROM decisions WHERE job_id = ?")
                .param(job.toString())
                .query(String.class)
                .single();
        assertThat(row.toString() + decision)
                .doesNotContain(Clinic.number(patient))
                .doesNotContain("canary")
                .doesNotContain(clinic.name());
        assertThat(kafka.records(Topics.SCHEDULE))
                .noneMatch(each -> new String(
                                Objects.requireNonNull(each.value()), java.nio.charset.StandardCharsets.UTF_8)
                        .contains(Clinic.number(patient)));
    }

    @Test
    void explainsItselfWithoutSending() {
        var reply = post(URI + "?dry_run=true", core(clinic), "dry-run-0001", reminder(clinic, patient, ""));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("/decision/verdict")).isEqualTo("accepted");
        assertThat(reply.json().at("/decision/judgements").toString())
                .contains("\"rule\":\"address-known\"")
                .contains("\"rule\":\"send-window\"");
        assertThat(jobsOf(patient)).isZero();
        assertThat(Neighbours.renderings(clinic.name()))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.dryRun()).isTrue());
        assertThat(schedule(clinic, "dry-run-0001", reminder(clinic, patient, ""))
                        .status())
                .isEqualTo(201);
        assertThat(post(URI + "?dry_run=true", core(clinic), "dry-run-0001", reminder(clinic, patient, ""))
                        .at("/decision/reason"))
                .isEqualTo("duplicate-contact");
    }

    @Test
    void answersARepeatedRequestTheSameWay() {
        var first = schedule(clinic, "repeat-0001", reminder(clinic, patient, ""));
        var second = schedule(clinic, "repeat-0001", reminder(clinic, patient, ""));

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(first.replayed()).isNull();
        assertThat(second.replayed()).isEqualTo("true");
        assertThat(jobsOf(patient)).isEqualTo(1);
    }

    @Test
    void refusesAKeyThatAnotherRequestHasUsed() {
        schedule(clinic, "reused-0001", reminder(clinic, patient, ""));

        var reply = schedule(clinic, "reused-0001", reminder(clinic, patient, ", \"preferred_channel\": \"email\""));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo("idempotency-key-reuse");
    }

    @Test
    void makesOneJobOfRequestsAtTheSameTime() {
        var replies = new ConcurrentLinkedQueue<Reply>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 16; i++) {
                callers.execute(() -> replies.add(schedule(clinic, "at-once-0001", reminder(clinic, patient, ""))));
            }
        }

        assertThat(jobsOf(patient)).isEqualTo(1);
        assertThat(replies.stream().map(Reply::status).collect(Collectors.toSet()))
                .isSubsetOf(201, 409);
        assertThat(replies.stream()
                        .filter(each -> each.status() == 201)
                        .map(Reply::body)
                        .distinct())
                .hasSize(1);
        assertThat(replies.stream().filter(each -> each.status() == 409).map(Reply::retryAfter))
                .allMatch("1"::equals);
    }

    @Test
    void takesAKeyOverFromAProcessThatDied() {
        transactions.executeWithoutResult(status -> jdbc.sql("""
                        INSERT INTO idempotency_keys (organization_id, client, idempotency_key, request_sha256,
                            state, owner, started_at, keep_until)
                        VALUES (?, 'test-caller', 'dead-owner-1', ?, 'started', ?, ?, ?)""")
                .params(
                        clinic.id(),
                        new ScheduleRequest(
                                        Long.toString(patient),
                                        com.ovhi.outreach.common.ids.Purpose.APPT_REMINDER,
                                        null,
                                        java.util.Map.of("clinic_name", clinic.name()),
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null)
                                .fingerprint(),
                        UUID.randomUUID().toString(),
                        java.sql.Timestamp.from(clock.instant().minus(Duration.ofMinutes(2))),
                        java.sql.Timestamp.from(clock.instant().plus(Duration.ofDays(7))))
                .update());

        assertThat(schedule(clinic, "dead-owner-1", reminder(clinic, patient, ""))
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "has spaces in it", "x/y/z/0/1/2"})
    void needsAProperKey(String key) {
        assertThat(post(URI, core(clinic), key, reminder(clinic, patient, "")).problem())
                .isEqualTo("idempotency-key");
    }

    @Test
    void needsAKey() {
        var reply = post(URI, core(clinic), null, reminder(clinic, patient, ""));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.problem()).isEqualTo("idempotency-key");
    }

    @Test
    void contactsAPatientOncePerCampaignAndPurpose() {
        var campaign = reminder(clinic, patient, ", \"campaign_id\": \"77\"");
        var first = schedule(clinic, "campaign-01", campaign);

        var second = schedule(clinic, "campaign-02", campaign);

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.problem()).isEqualTo("duplicate-contact");
        assertThat(second.at("/job_id")).isEqualTo(first.at("/job_id"));
        assertThat(jobsOf(patient)).isEqualTo(1);
    }

    @Test
    void tellsAnUnknownPatientFromNobodyElses() {
        var other = clinic().open();

        var foreign = schedule(other, "foreign-0001", reminder(clinic, patient, ""));
        var missing = schedule(other, "missing-0001", reminder(clinic, 999_999_999, ""));
        var nonsense = schedule(other, "nonsense-001", reminder(clinic, 1, "").replace("\"1\"", "\"abc\""));

        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.problem()).isEqualTo("unknown-patient");
        assertThat(withoutTrace(foreign)).isEqualTo(withoutTrace(missing)).isEqualTo(withoutTrace(nonsense));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"purpose\": \"appt_reminder\"` | `\"purpose\": \"birthday\"` | 400 | unreadable-request",
                "`\"purpose\": \"appt_reminder\",` | `` | 400 | invalid-request",
                "`}}` | `}, \"send_at\": \"tomorrow\"}` | 400 | invalid-request",
                "`}}` | `}, \"send_at\": \"2026-03-05T10:00:00\"}` | 400 | invalid-request",
                "`}}` | `}, \"send_at\": \"2030-03-05T10:00:00Z\"}` | 400 | invalid-request",
                "`}}` | `}, \"preferred_channel\": \"pigeon\"}` | 400 | unreadable-request",
                "`}}` | `}, \"campaign_id\": \"x\"}` | 400 | invalid-request",
                "`}}` | `}, \"template_id\": \"404\"}` | 422 | unknown-template",
                "`}}` | `}, \"template_id\": \"abc\"}` | 422 | unknown-template",
                "`\"clinic_name\": ` | `\"other_name\": ` | 422 | missing-variable",
                "`\"clinic_name\": ` | `\"x\": [1], \"clinic_name\": ` | 400 | invalid-request",
                "`appt_reminder` | `rx_refill` | 422 | urgent-not-allowed",
                "`}}` | `}` | 400 | unreadable-request"
            })
    void refusesBadInputAndLeavesNothingBehind(String good, String bad, int status, String problem) {
        var body = reminder(clinic, patient, "").replace(good, bad);
        var sent = problem.equals("urgent-not-allowed") ? body.replace("}}", "}, \"is_urgent\": true}") : body;

        var reply = schedule(clinic, "bad-input-01", sent);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.problem()).isEqualTo(problem);
        assertThat(jobsOf(patient)).isZero();
        assertThat(schedule(clinic, "bad-input-01", reminder(clinic, patient, ""))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void namesTheMissingVariables() {
        var reply = schedule(
                clinic, "missing-variable", reminder(clinic, patient, "").replace("clinic_name", "x"));

        assertThat(reply.json().at("/variables/0").asString()).isEqualTo("clinic_name");
    }

    @Test
    void sendsAtOnceWhatShouldHaveBeenSentBefore() {
        var reply =
                schedule(clinic, "past-000001", reminder(clinic, patient, ", \"send_at\": \"2026-01-01T00:00:00Z\""));

        assertThat(Instant.parse(reply.at("/scheduled_at"))).isEqualTo(clock.instant());
    }

    @Test
    void choosesTheChannelThatHasTheTemplate() {
        var reply = schedule(
                clinic,
                "template-001",
                reminder(clinic, patient, ", \"template_id\": \"" + Neighbours.EMAIL_TEMPLATE + "\""));

        assertThat(reply.at("/channel")).isEqualTo("email");
    }

    @Test
    void goesOnToTheNextChannelWhenAProviderDoesNotAllowTheTemplate() {
        var reply = schedule(
                clinic,
                "template-002",
                reminder(clinic, patient, ", \"template_id\": \"" + Neighbours.UNAPPROVED_TEMPLATE + "\""));

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.at("/channel")).isEqualTo("email");
    }

    @Test
    void tellsTheTemplateServiceWhoTheMessageIsFor() {
        schedule(clinic, "template-003", reminder(clinic, patient, ", \"send_at\": \"2026-03-05T10:00:00-05:00\""));

        assertThat(Neighbours.renderings(clinic.name())).anySatisfy(each -> {
            assertThat(each.patientId()).isEqualTo(patient);
            assertThat(each.sendAt()).isEqualTo(Instant.parse("2026-03-05T15:00:00Z"));
        });
    }

    @Test
    void refusesWhomThePatientDoesNotWantToHearFrom() {
        Neighbours.prefers(clinic.preferences(patient, false));

        var reply = schedule(clinic, "consent-0001", reminder(clinic, patient, ""));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.problem()).isEqualTo("contact-not-allowed");
        assertThat(reply.json().at("/reasons").toString())
                .contains("\"channel\":\"sms\"")
                .contains("\"reason\":\"stop\"");
        var audit = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> Objects.equals(each.patientId(), patient)
                        && "refused".equals(each.details().get("step")));
        assertThat(audit.action()).isEqualTo(AuditAction.SEND);
        assertThat(audit.details()).containsEntry("reason", "contact-not-allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pacific/Kiritimati", "Etc/Unplannable"})
    void refusesWhatCannotArriveInTime(String zone) {
        Neighbours.prefers(clinic.preferences(patient, true, zone));

        assertThat(schedule(clinic, "window-00001", reminder(clinic, patient, ""))
                        .problem())
                .isEqualTo("no-send-window");
    }

    @Test
    void asksToTryAgainWhenAnotherServiceIsDown() {
        Neighbours.broken(patient);

        var reply = schedule(clinic, "broken-00001", reminder(clinic, patient, ""));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.retryAfter()).isEqualTo("1");
        Neighbours.prefers(clinic.preferences(patient, true));
        assertThat(schedule(clinic, "broken-00001", reminder(clinic, patient, ""))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void needsARoleAndAToken() {
        assertThat(post(URI, tokens.bearer(clinic.id(), "clinic-staff"), "no-role-0001", reminder(clinic, patient, ""))
                        .status())
                .isEqualTo(403);
        assertThat(post(URI, null, "no-token-001", reminder(clinic, patient, ""))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void showsAJobWithItsHistoryAndDecision() {
        var job = job(clinic, patient);

        var reply = get("/api/v1/comm/jobs/" + job, core(clinic));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("/job/status")).isEqualTo("queued");
        assertThat(reply.at("/job/recipient")).startsWith("***").hasSize(5);
        assertThat(reply.at("/milestones/scheduled")).isNotEmpty();
        assertThat(reply.at("/decision/verdict")).isEqualTo("accepted");
        assertThat(reply.body()).doesNotContain(Clinic.number(patient));
    }

    @Test
    void hidesJobsOfOtherOrganizations() {
        var job = job(clinic, patient);
        var other = clinic().open();

        var foreign = get("/api/v1/comm/jobs/" + job, core(other));
        var missing = get("/api/v1/comm/jobs/" + UUID.randomUUID(), core(other));

        assertThat(foreign.status()).isEqualTo(404);
        assertThat(withoutTrace(foreign)).isEqualTo(withoutTrace(missing));
        assertThat(post("/api/v1/comm/jobs/" + job + "/cancel", core(other), null, "")
                        .status())
                .isEqualTo(404);
        assertThat(get("/api/v1/comm/jobs?patient_id=" + patient, core(other))
                        .json()
                        .at("/jobs"))
                .isEmpty();
    }

    @Test
    void listsJobsPageByPage() {
        var oldest = job(clinic, patient);
        var middle = job(clinic, patient);
        var newest = job(clinic, patient);
        var uri = "/api/v1/comm/jobs?status=queued&limit=2&patient_id=" + patient;

        var first = get(uri, core(clinic));
        var second = get(uri + "&after=" + first.at("/next"), core(clinic));

        assertThat(first.json().at("/jobs").findValuesAsString("job_id"))
                .containsExactly(newest.toString(), middle.toString());
        assertThat(second.json().at("/jobs").findValuesAsString("job_id")).containsExactly(oldest.toString());
        assertThat(second.json().at("/next").isNull()).isTrue();
        assertThat(get("/api/v1/comm/jobs?limit=0", core(clinic)).status()).isEqualTo(400);
        assertThat(get("/api/v1/comm/jobs?status=lost", core(clinic)).status()).isEqualTo(400);
    }

    @Test
    void cancelsAJobOnce() {
        var job = job(clinic, patient);
        var uri = "/api/v1/comm/jobs/" + job + "/cancel";

        assertThat(post(uri, core(clinic), null, "").at("/job/status")).isEqualTo("cancelled");
        assertThat(post(uri, core(clinic), null, "").status()).isEqualTo(200);

        kafka.await(
                Topics.SCHEDULE, ContactWithdrawn.class, each -> each.jobId().equals(job));
        awaitJob(job, Milestone.CANCELLED);
        assertThat(kafka.events(Topics.JOB, JobChanged.class))
                .filteredOn(each -> each.jobId().equals(job) && each.milestone() == Milestone.CANCELLED)
                .hasSize(1);
    }

    private static String withoutTrace(Reply reply) {
        return reply.body().replaceAll("urn:trace:[0-9a-f]+", "");
    }

    private int jobsOf(long patient) {
        return jdbc.sql("SELECT COUNT(*) FROM comm_jobs WHERE organization_id = ? AND patient_id = ?")
                .params(clinic.id(), patient)
                .query(Integer.class)
                .single();
    }
}
