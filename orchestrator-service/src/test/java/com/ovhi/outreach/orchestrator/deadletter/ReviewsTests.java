package com.ovhi.outreach.orchestrator.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Deliveries;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Who may do what to dead letters, and how fast, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class ReviewsTests extends RunningOrchestrator {

    private final Reviews reviews;
    private final DeadLetterGauges gauges;
    private final MeterRegistry meters;
    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final TransactionTemplate transactions;
    private final Deliveries deliveries;
    private Clinic clinic;
    private long patient;

    ReviewsTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            Reviews reviews,
            DeadLetterGauges gauges,
            MeterRegistry meters,
            JdbcClient jdbc,
            JdbcTemplate batches,
            PlatformTransactionManager transactions,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.reviews = reviews;
        this.gauges = gauges;
        this.meters = meters;
        this.jdbc = jdbc;
        this.batches = batches;
        this.transactions = new TransactionTemplate(transactions);
        deliveries = new Deliveries(kafka);
        clinic = clinic();
    }

    @BeforeEach
    void openClinic() {
        clinic = clinic().open();
        patient = clinic.patient();
    }

    @Test
    void countsWhatWaitsOfAllOrganisations() {
        gauges.count();
        var before = open();
        items(3);

        gauges.count();

        assertThat(open()).isEqualTo(before + 3);
    }

    @Test
    void needsASecondPersonForManyInSeveralCalls() {
        var ids = items(600);

        assertThat(discard(ids.subList(0, 400)).json().at("/items").asInt()).isEqualTo(400);
        var second = discard(ids.subList(400, 600));

        assertThat(second.status()).isEqualTo(202);
        assertThat(count("discarded")).isEqualTo(400);
        assertThat(discard(ids.subList(400, 500)).status()).isEqualTo(200);
    }

    @Test
    void showsTheSecondPersonWhatIsProposed() {
        items(501);
        var id = review("{\"action\": \"discard\", \"reason\": \"duplicate\", \"channel\": \"sms\"}")
                .at("/proposal_id");
        var uri = "/api/v1/comm/dlq/proposals/" + id;

        var shown = get(uri, ops());

        assertThat(shown.at("/review/action")).isEqualTo("discard");
        assertThat(shown.at("/review/channel")).isEqualTo("sms");
        assertThat(shown.json().at("/items").asInt()).isEqualTo(501);
        assertThat(shown.at("/proposed_by")).isNotEmpty();
        assertThat(get("/api/v1/comm/dlq/proposals", ops()).at("/proposals/0/id"))
                .isEqualTo(id);
        var stranger = "Bearer " + tokens.token("stranger", clinic().id(), "ops");
        assertThat(get(uri, stranger).status()).isEqualTo(404);
        assertThat(post(uri + "/approve", stranger, null, "").status()).isEqualTo(404);
    }

    @Test
    void carriesOutNothingElseThanWasProposed() {
        items(502);
        var id = review("{\"action\": \"discard\", \"reason\": \"duplicate\", \"all\": true}")
                .at("/proposal_id");
        transactions.executeWithoutResult(
                status -> jdbc.sql("UPDATE dlq_items SET state = 'retrying' WHERE organization_id = ? LIMIT 1")
                        .param(clinic.id())
                        .update());

        var second = "Bearer " + tokens.token("second-person", clinic.id(), "ops");
        assertThat(post("/api/v1/comm/dlq/proposals/" + id + "/approve", second, null, "")
                        .problem())
                .isEqualTo("outdated-proposal");

        assertThat(count("discarded")).isZero();
    }

    /** Whoever approved it was killed in the middle of carrying it out. */
    @Test
    void endsWhatAnotherProcessHasBegun() {
        var ids = items(1_101);
        var id = review("{\"action\": \"discard\", \"reason\": \"duplicate\", \"all\": true}")
                .at("/proposal_id");
        transactions.executeWithoutResult(status -> {
            jdbc.sql("UPDATE dlq_items SET state = 'discarded' WHERE id <= ? AND organization_id = ?")
                    .params(ids.get(499), clinic.id())
                    .update();
            jdbc.sql(
                            "UPDATE dlq_proposals SET state = 'approved', approved_by = 'second', reviewed_to = ? WHERE id = ?")
                    .params(ids.get(499), id)
                    .update();
        });

        reviews.resume();

        assertThat(count("discarded")).isEqualTo(1_101);
        assertThat(get("/api/v1/comm/dlq/proposals/" + id, ops()).at("/state")).isEqualTo("carried_out");
        assertThat(jdbc.sql("SELECT COUNT(*) FROM dlq_items WHERE proposal_id = ? AND reviewer = 'second'")
                        .param(id)
                        .query(Integer.class)
                        .single())
                .isEqualTo(601);
    }

    /** What is tried again and comes back open is not tried for ever by the same review. */
    @Test
    void triesEachItemOncePerReview() {
        items(501);
        var id = review("{\"action\": \"retry\", \"all\": true}").at("/proposal_id");
        var second = "Bearer " + tokens.token("second-person", clinic.id(), "ops");

        assertThat(post("/api/v1/comm/dlq/proposals/" + id + "/approve", second, null, "")
                        .json()
                        .at("/items")
                        .asInt())
                .isEqualTo(501);

        assertThat(get("/api/v1/comm/dlq/proposals/" + id, ops()).at("/state")).isEqualTo("carried_out");
        assertThat(post("/api/v1/comm/dlq/proposals/" + id + "/approve", second, null, "")
                        .json()
                        .at("/items")
                        .asInt())
                .isZero();
    }

    @Test
    void countsWhatTwoPersonsDoAgainstNobody() {
        items(501);
        var id = review("{\"action\": \"discard\", \"reason\": \"duplicate\", \"all\": true}")
                .at("/proposal_id");
        var second = "Bearer " + tokens.token("second-person", clinic.id(), "ops");
        post("/api/v1/comm/dlq/proposals/" + id + "/approve", second, null, "");
        items(10);

        assertThat(post(
                                "/api/v1/comm/dlq/reviews",
                                second,
                                null,
                                "{\"action\": \"discard\", \"reason\": \"duplicate\", \"all\": true}")
                        .json()
                        .at("/items")
                        .asInt())
                .isEqualTo(10);
    }

    @Test
    void triesAgainAtOneRateForAllCalls() {
        var ids = items(200);
        var begun = jdbc.sql("SELECT UTC_TIMESTAMP(6)")
                .query(java.time.LocalDateTime.class)
                .single();

        retry(ids.subList(0, 100));
        retry(ids.subList(100, 200));

        assertThat(jdbc.sql("""
                        SELECT TIMESTAMPDIFF(MICROSECOND, ?, MAX(next_at)) FROM waiting_events
                        WHERE event_id LIKE 'replan/REVIEW/%'""").param(begun).query(Long.class).single()).isGreaterThan(3_900_000L);
        await().untilAsserted(() -> assertThat(count("refused")).isEqualTo(200));
    }

    @Test
    void takesUpAgainWhatWasTriedAtABadTime() {
        var template = ", \"template_id\": \"" + Neighbours.EMAIL_TEMPLATE + "\"";
        var job = UUID.fromString(schedule(clinic, "bad-time-" + patient, reminder(clinic, patient, template))
                .at("/job_id"));
        deliveries.report(job, DeliveryState.EXHAUSTED, FailureClass.RETRY, "5.0.0", 6);
        await().untilAsserted(() -> assertThat(count("open")).isEqualTo(1));
        Neighbours.prefers(clinic.preferences(patient, true, "Pacific/Kiritimati"));

        review("{\"action\": \"retry\", \"all\": true}");

        await().untilAsserted(() -> assertThat(get("/api/v1/comm/dlq", ops()).at("/items/0/outcome"))
                .isEqualTo("no-send-window"));
        Neighbours.prefers(clinic.preferences(patient, true));
        review("{\"action\": \"retry\", \"all\": true}");
        await().untilAsserted(() -> assertThat(count("retried")).isEqualTo(1));
    }

    @Test
    void auditsWhoLooks() {
        var id = items(1).getFirst();

        get("/api/v1/comm/dlq/" + id, ops());

        kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> Objects.equals(each.patientId(), patient)
                        && each.action() == AuditAction.ACCESS
                        && "dead-letters".equals(each.details().get("resource")));
    }

    private double open() {
        return meters.get("outreach.dlq.items").tag("state", "open").gauge().value();
    }

    private List<Long> items(int count) {
        transactions.executeWithoutResult(status -> batches.batchUpdate(
                """
                        INSERT INTO dlq_items
                            (job_id, organization_id, patient_id, channel, purpose, reason_code, attempts)
                        VALUES (?, ?, ?, 'sms', 'lab_ready', '30001', 6)""",
                IntStream.range(0, count)
                        .mapToObj(i -> new Object[] {Ids.next().toString(), clinic.id(), patient})
                        .toList()));
        return jdbc.sql("SELECT id FROM dlq_items WHERE organization_id = ? AND state = 'open' ORDER BY id")
                .param(clinic.id())
                .query((row, n) -> row.getLong("id"))
                .list();
    }

    private Reply discard(List<Long> ids) {
        return review("{\"action\": \"discard\", \"reason\": \"duplicate\", \"ids\": " + list(ids) + "}");
    }

    private Reply retry(List<Long> ids) {
        return review("{\"action\": \"retry\", \"ids\": " + list(ids) + "}");
    }

    private static String list(List<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    private Reply review(String json) {
        return post("/api/v1/comm/dlq/reviews", ops(), null, json);
    }

    private String ops() {
        return tokens.bearer(clinic.id(), "ops");
    }

    private int count(String state) {
        return jdbc.sql("SELECT COUNT(*) FROM dlq_items WHERE organization_id = ? AND state = ?")
                .params(clinic.id(), state)
                .query(Integer.class)
                .single();
    }
}
