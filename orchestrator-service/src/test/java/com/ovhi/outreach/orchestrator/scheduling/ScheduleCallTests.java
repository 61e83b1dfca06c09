package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContractJson;
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
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The schedule call against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class ScheduleCallTests extends OneClinic {

    private static final String URI = "/api/v1/comm/schedule";

    private final FieldCipher cipher;
    private final SettableClock clock;

    ScheduleCallTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            FieldCipher cipher,
            SettableClock clock,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
        this.cipher = cipher;
        this.clock = clock;
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
        assertThat(jobs()).isZero();
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
    void tellsAnUnknownPatientFromNobodyElses() {
        var other = clinic().open();

        var foreign = schedule(other, "foreign-0001", reminder(clinic, patient, ""));
        var missing = schedule(other, "missing-0001", reminder(clinic, 999_999_999, ""));
        var nonsense = schedule(other, "nonsense-001", reminder(clinic, 1, "").replace("\"1\"", "\"abc\""));

        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.problem()).isEqualTo("unknown-patient");
        assertThat(foreign.withoutTrace()).isEqualTo(missing.withoutTrace()).isEqualTo(nonsense.withoutTrace());
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
        assertThat(jobs()).isZero();
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
}
