package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.PreferencesLike;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What follows when a message came to nothing, and the review of what is left; against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class ReplanningTests extends RunningOrchestrator {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private Clinic clinic;
    private long patient;

    ReplanningTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        clinic = usualClinic();
    }

    @BeforeEach
    void openClinic() {
        clinic = usualClinic().open();
        patient = clinic.patient();
    }

    @Test
    void fallsBackToTheNextChannelInTheSameSlot() {
        var job = job(clinic, patient);
        assertThat(get("/api/v1/comm/jobs/" + job, core(clinic))
                        .json()
                        .at("/job/channel_route")
                        .toString())
                .isEqualTo("[\"sms\",\"email\"]");

        report(job, DeliveryState.EXHAUSTED, FailureClass.RETRY, "30001", 6);

        var next = awaitSuccessor(job);
        assertThat(next.channel()).isEqualTo(Channel.EMAIL);
        assertThat(next.slotId()).isEqualTo(due(job).slotId());
        assertThat(next.dueAt()).isEqualTo(SettableClock.START);
        var shown = get("/api/v1/comm/jobs/" + next.jobId(), core(clinic));
        assertThat(shown.at("/job/previous_job_id")).isEqualTo(job.toString());
        assertThat(shown.at("/decision/verdict")).isEqualTo("accepted");
        assertThat(get("/api/v1/comm/jobs/" + job, core(clinic)).at("/next_job_id"))
                .isEqualTo(next.jobId().toString());
    }

    @Test
    void makesOneSuccessorHoweverOftenAFailureIsReported() {
        var job = job(clinic, patient);

        for (var i = 0; i < 3; i++) {
            report(job, DeliveryState.EXHAUSTED, FailureClass.RETRY, "30001", 6);
            report(job, DeliveryState.NOT_SENT, FailureClass.PERM_ADDR, "21211", 1);
        }
        awaitSuccessor(job);
        report(job, DeliveryState.EXHAUSTED, FailureClass.RETRY, "30001", 6);

        await().untilAsserted(() -> assertThat(replansWaiting()).isZero());
        assertThat(jobs()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_SENT, OPTOUT, 21610",
        "NOT_SENT, REFUSED, opted-out",
        "NOT_SENT, REFUSED, already-contacted",
        "BOUNCED, PERM_ADDR, 30005",
        "UNKNOWN, RETRY, timeout",
        "EXPIRED, , expired"
    })
    void neverFallsBackFromAnOptOutOrFromWhatMayHaveBeenSent(
            DeliveryState state, @Nullable FailureClass failure, String code) {
        var job = job(clinic, patient);

        report(job, state, failure, code, 1);

        await().untilAsserted(() -> assertThat(milestones(job)).hasSizeGreaterThan(1));
        await().untilAsserted(() -> assertThat(replansWaiting()).isZero());
        assertThat(jobs()).isEqualTo(1);
    }

    @Test
    void sendsToTheCorrectedAddress() {
        var job = job(clinic, patient);
        var corrected = new ChannelPreference(true, false, "+13105550177", "%032x".formatted(77), null);
        Neighbours.prefers(new PreferencesLike(clinic.preferences(patient, true))
                .newer()
                .on(Channel.SMS, corrected)
                .preferences());

        report(job, DeliveryState.NOT_SENT, FailureClass.REFUSED, "address-changed", 1);

        var next = awaitSuccessor(job);
        assertThat(next.channel()).isEqualTo(Channel.SMS);
        assertThat(get("/api/v1/comm/jobs/" + next.jobId(), core(clinic)).at("/job/recipient"))
                .isEqualTo("***77");
    }

    @Test
    void leavesAChannelWhoseProviderIsAwayTooLong() {
        var job = job(clinic, patient);

        report(job, DeliveryState.NOT_SENT, FailureClass.PARKED, "circuit-patience", 3);

        var next = awaitSuccessor(job);
        assertThat(next.channel()).isEqualTo(Channel.EMAIL);
        assertThat(next.slotId()).isEqualTo(due(job).slotId());
        assertThat(awaitJob(job, Milestone.CANCELLED).reason()).isEqualTo("other-channel");
        kafka.await(
                Topics.SCHEDULE, ContactWithdrawn.class, each -> each.jobId().equals(job));
    }

    @Test
    void letsAJobWaitOnWhenThereIsNoOtherChannel() {
        var job = emailOnly();

        report(job, DeliveryState.NOT_SENT, FailureClass.PARKED, "circuit-patience", 3);

        await().untilAsserted(() -> assertThat(replansWaiting()).isZero());
        assertThat(get("/api/v1/comm/jobs/" + job, core(clinic)).at("/job/status"))
                .isEqualTo("queued");
    }

    @Test
    void judgesTheNextChannelAgain() {
        var job = job(clinic, patient);
        Neighbours.prefers(clinic.preferences(patient, false));

        report(job, DeliveryState.EXHAUSTED, FailureClass.RETRY, "30001", 6);

        await().untilAsserted(() ->
                assertThat(deadLetters("open").json().at("/items")).hasSize(1));
        assertThat(jobs()).isEqualTo(1);
        assertThat(deadLetters("open").at("/items/0/outcome")).isEqualTo("contact-not-allowed");
    }

    @Test
    void triesADeadLetterAgainByEveryRuleAndOnce() {
        var job = exhaustedOnEveryChannel();
        var item = deadLetters("open").json().at("/items/0");
        assertThat(item.at("/job_id").asString()).isEqualTo(job.toString());
        assertThat(item.at("/reason_code").asString()).isEqualTo("5.0.0");
        assertThat(item.toString()).doesNotContain("canary").doesNotContain(Clinic.number(patient));

        var ids = "{\"action\": \"retry\", \"ids\": [" + item.at("/id").asLong() + "]}";
        assertThat(review(ids).json().at("/items").asInt()).isEqualTo(1);
        assertThat(review(ids).json().at("/items").asInt()).isZero();

        awaitSuccessor(job);
        await().untilAsserted(() ->
                assertThat(deadLetters("retried").json().at("/items")).hasSize(1));
        assertThat(jobs()).isEqualTo(2);
    }

    @Test
    void refusesToTryAgainWhatThePatientDoesNotWantAnyMore() {
        exhaustedOnEveryChannel();
        Neighbours.prefers(clinic.preferences(patient, false));

        review("{\"action\": \"retry\", \"purpose\": \"appt_reminder\"}");

        await().untilAsserted(() ->
                assertThat(deadLetters("refused").at("/items/0/outcome")).isEqualTo("contact-not-allowed"));
        assertThat(jobs()).isEqualTo(1);
    }

    @Test
    void discardsOnlyWithAReasonAndOnlyOwnItems() {
        exhaustedOnEveryChannel();
        var stranger = usualClinic();

        assertThat(review("{\"action\": \"discard\"}").status()).isEqualTo(400);
        assertThat(post("/api/v1/comm/dlq/reviews", tokens.bearer(stranger.id(), "ops"), null, """
                        {"action": "discard", "reason": "duplicate", "all": true}""")
                        .json()
                        .at("/items")
                        .asInt())
                .isZero();
        assertThat(post("/api/v1/comm/dlq/reviews", core(clinic), null, """
                        {"action": "discard", "reason": "duplicate"}""").status())
                .isEqualTo(403);
        assertThat(review("{\"action\": \"discard\", \"reason\": \"duplicate\", \"channel\": \"email\"}")
                        .json()
                        .at("/items")
                        .asInt())
                .isEqualTo(1);
        assertThat(deadLetters("discarded").at("/items/0/note")).isEqualTo("duplicate");
    }

    @Test
    void needsASecondPersonForManyAtOnce() {
        transactions.executeWithoutResult(status -> {
            for (var i = 0; i < 501; i++) {
                jdbc.sql("""
                                INSERT INTO dlq_items
                                    (job_id, organization_id, patient_id, channel, purpose, reason_code, attempts)
                                VALUES (?, ?, ?, 'sms', 'lab_ready', '30001', 6)""")
                        .params(Ids.next().toString(), clinic.id(), patient)
                        .update();
            }
        });
        var proposed = review("{\"action\": \"discard\", \"reason\": \"told-otherwise\", \"all\": true}");
        var approval = "/api/v1/comm/dlq/proposals/" + proposed.at("/proposal_id") + "/approve";

        assertThat(proposed.status()).isEqualTo(202);
        assertThat(post(approval, tokens.bearer(clinic.id(), "ops"), null, "").problem())
                .isEqualTo("second-person-needed");
        assertThat(discarded()).isZero();
        var second = "Bearer " + tokens.token("second-person", clinic.id(), "ops");
        assertThat(post(approval, second, null, "").json().at("/items").asInt()).isEqualTo(501);
        assertThat(post(approval, second, null, "").json().at("/items").asInt()).isZero();
        assertThat(discarded()).isEqualTo(501);
    }

    private int discarded() {
        return jdbc.sql("SELECT COUNT(*) FROM dlq_items WHERE organization_id = ? AND state = 'discarded'")
                .param(clinic.id())
                .query(Integer.class)
                .single();
    }

    private UUID exhaustedOnEveryChannel() {
        var job = emailOnly();
        report(job, DeliveryState.EXHAUSTED, FailureClass.RETRY, "5.0.0", 6);
        await().untilAsserted(() ->
                assertThat(deadLetters("open").json().at("/items")).hasSize(1));
        return job;
    }

    private UUID emailOnly() {
        var template = ", \"template_id\": \"" + Neighbours.EMAIL_TEMPLATE + "\"";
        return UUID.fromString(schedule(clinic, "mail-" + patient + "-x", reminder(clinic, patient, template))
                .at("/job_id"));
    }

    private Reply review(String json) {
        return post("/api/v1/comm/dlq/reviews", tokens.bearer(clinic.id(), "ops"), null, json);
    }

    private Reply deadLetters(String state) {
        return get("/api/v1/comm/dlq?state=" + state, tokens.bearer(clinic.id(), "ops"));
    }

    private ContactDue due(UUID job) {
        return kafka.await(
                Topics.SCHEDULE, ContactDue.class, each -> each.jobId().equals(job));
    }

    private ContactDue awaitSuccessor(UUID job) {
        var slot = due(job).slotId();
        return kafka.await(
                Topics.SCHEDULE,
                ContactDue.class,
                each -> each.slotId().equals(slot) && !each.jobId().equals(job));
    }

    private void report(UUID job, DeliveryState state, @Nullable FailureClass failure, String code, int attempt) {
        kafka.publish(
                Topics.DELIVERY,
                job.toString(),
                new DeliveryReported(
                        job,
                        clinic.id(),
                        patient,
                        due(job).channel(),
                        attempt,
                        state,
                        null,
                        failure,
                        code,
                        null,
                        false,
                        SettableClock.START.plusSeconds(5)));
    }

    private List<@Nullable String> milestones(UUID job) {
        return jdbc.sql("""
                        SELECT milestone FROM comm_job_milestones WHERE job_id = ?
                        UNION ALL SELECT 'refused' FROM comm_jobs WHERE id = ? AND refused_attempt IS NOT NULL""")
                .params(job.toString(), job.toString())
                .query(String.class)
                .list();
    }

    private int replansWaiting() {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE type = 'job.replan' AND state = 'waiting'")
                .query(Integer.class)
                .single();
    }

    private int jobs() {
        return jdbc.sql("SELECT COUNT(*) FROM comm_jobs WHERE organization_id = ?")
                .param(clinic.id())
                .query(Integer.class)
                .single();
    }
}
