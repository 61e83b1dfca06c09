package com.ovhi.outreach.scheduler.plan;

import static com.ovhi.outreach.scheduler.window.Windows.routine;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.scheduler.QueueDriver;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The HTTP side: the plan call and the look into the queue. */
@ServiceTest(schema = "ovhi_scheduler")
class PlanApiTests {

    private static final String WINDOW = """
            {"zones": ["America/New_York"], "quiet_start": "22:00", "quiet_end": "08:00",
             "marketing": false, "urgent": false}""";

    private final SettableClock clock;
    private final TestTokens tokens;
    private final RestTestClient http;
    private final QueueDriver queue;
    private final TestKafka kafka;

    PlanApiTests(SettableClock clock, TestTokens tokens, TestKafka kafka, JdbcClient jdbc, @LocalServerPort int port) {
        this.clock = clock;
        this.tokens = tokens;
        this.kafka = kafka;
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
        queue = new QueueDriver(kafka, jdbc);
    }

    @BeforeEach
    void itIsMondayMorning() {
        clock.set(SettableClock.START);
    }

    @Test
    void plansTheCallersWish() {
        var answer = plan(tokens.service(), body("\"2026-03-03T04:00:00Z\"", WINDOW))
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(ContractJson.read(String.valueOf(answer), Plan.class)).satisfies(plan -> {
            assertThat(plan.verdict()).isEqualTo(Plan.Verdict.HELD);
            assertThat(plan.sendAt()).isBetween("2026-03-03T14:00:00Z", "2026-03-03T14:10:00Z");
            assertThat(plan.windowEnd()).isEqualTo("2026-03-04T00:45:00Z");
        });
    }

    @Test
    void plansManyWishesOfAServiceEachByItself() {
        var wishes = "{\"requests\": [%s, %s, %s]}"
                .formatted(
                        body("null", WINDOW),
                        body("\"2036-03-03T04:00:00Z\"", WINDOW),
                        body("null", WINDOW.replace("America/New_York", "America/Nowhere")));

        many(tokens.service(), wishes)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.answers[0].answer.verdict")
                .isEqualTo("planned")
                .jsonPath("$.answers[1].problem.slug")
                .isEqualTo("too-far-ahead")
                .jsonPath("$.answers[2].problem.slug")
                .isEqualTo("unknown-zone")
                .jsonPath("$.answers[2].problem.status")
                .isEqualTo(400);
        many(tokens.bearer(Samples.ORGANIZATION, "core-system"), wishes)
                .expectStatus()
                .isForbidden();
        many(tokens.service(), "{\"requests\": []}").expectStatus().isBadRequest();
    }

    private RestTestClient.ResponseSpec many(String bearer, String body) {
        return http.post()
                .uri("/api/v1/plan/batch")
                .header("Authorization", bearer)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    @ParameterizedTest
    @ValueSource(strings = {"core-system", "clinic-staff", "ops"})
    void anybodyWhoSchedulesMayAsk(String role) {
        plan(tokens.bearer(Samples.ORGANIZATION, role), body("null", WINDOW))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.verdict")
                .isEqualTo("planned");
    }

    @Test
    void nobodyElseMay() {
        plan(tokens.bearer(Samples.ORGANIZATION, "compliance"), body("null", WINDOW))
                .expectStatus()
                .isForbidden();
        plan("Bearer nonsense", body("null", WINDOW)).expectStatus().isUnauthorized();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"purpose\": \"lab_ready\", \"expires_at\": \"2026-03-09T00:00:00Z\"} | missing-field",
                "{\"purpose\": \"gossip\", \"expires_at\": \"2026-03-09T00:00:00Z\"} | unreadable-request",
                "{\"purpose\": \"lab_ready\", \"expires_at\": \"soon\"} | unreadable-request",
                "{ | unreadable-request"
            })
    void aBadRequestIsNamed(String body, String slug) {
        assertRefused(body, slug);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "America/New_York | America/Nowhere | unknown-zone",
                "[\"America/New_York\"] | [] | invalid-zones",
                "\"08:00\" | null | invalid-quiet-hours",
                "\"08:00\" | \"22:00\" | invalid-quiet-hours",
                "\"08:00\" | \"25:00\" | unreadable-request",
                "\"urgent\": false | \"urgent\": false, \"work_start\": \"09:00\" | invalid-work-hours",
                "\"urgent\": false | \"urgent\": false, \"states\": [\"Texas\"] | invalid-states",
                "\"urgent\": false | \"urgent\": true, \"states\": [null] | invalid-states"
            })
    void aBadWindowIsNamed(String part, String replacement, String slug) {
        assertRefused(body("null", WINDOW.replace(part, replacement)), slug);
    }

    @Test
    void nothingIsPlannedForTheFarFuture() {
        assertRefused(body("\"2036-03-03T04:00:00Z\"", WINDOW), "too-far-ahead");
    }

    @Test
    void staffSeeTheQueueOfTheirOrganisationWithoutAnyMessage() {
        var job = queue.schedule(queue.contact(
                SettableClock.START.plusSeconds(7_200),
                SettableClock.START.plus(Duration.ofDays(1)),
                routine("America/New_York")));
        queue.awaitRow(job, "waiting", 1);

        var body = get("/api/v1/due-queue/" + job, Samples.ORGANIZATION, "clinic-staff")
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(body).contains("\"state\":\"waiting\"").doesNotContain("c2VhbGVk", "content", "zones");
        get("/api/v1/due-queue?state=waiting&lane=priority&limit=500", Samples.ORGANIZATION, "ops")
                .expectBody()
                .jsonPath("$.items[?(@.job_id == '" + job + "')].due_at")
                .isEqualTo("2026-03-02T17:00:00Z");
        get("/api/v1/due-queue?state=ended&limit=500", Samples.ORGANIZATION, "ops")
                .expectBody()
                .jsonPath("$.items[?(@.job_id == '" + job + "')]")
                .isEmpty();
    }

    @Test
    void whoLooksAtAPatientsJobIsAudited() {
        var contact = queue.contact(
                771_999,
                SettableClock.START.plusSeconds(7_200),
                SettableClock.START.plus(Duration.ofDays(1)),
                routine("America/New_York"));
        var job = queue.schedule(contact);
        queue.awaitRow(job, "waiting", 1);

        get("/api/v1/due-queue/" + job, Samples.ORGANIZATION, "clinic-staff")
                .expectStatus()
                .isOk();
        get("/api/v1/due-queue?state=waiting&limit=500", Samples.ORGANIZATION, "ops")
                .expectStatus()
                .isOk();

        var one = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> job.toString().equals(each.details().get("job_id")));
        assertThat(one.patientId()).isEqualTo(771_999);
        assertThat(one.action()).isEqualTo(AuditAction.ACCESS);
        assertThat(one.details()).containsEntry("resource", "due-queue");
        var inAList = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> Long.valueOf(771_999).equals(each.patientId())
                        && !each.details().containsKey("job_id"));
        assertThat(inAList.organizationId()).isEqualTo(Samples.ORGANIZATION);
    }

    @Test
    void anotherOrganisationsJobIsLikeNone() {
        var job = queue.schedule(queue.contact(
                SettableClock.START.plusSeconds(7_200),
                SettableClock.START.plus(Duration.ofDays(1)),
                routine("America/New_York")));
        queue.awaitRow(job, "waiting", 1);

        var foreign = problem("/api/v1/due-queue/" + job);
        var missing = problem("/api/v1/due-queue/" + UUID.randomUUID());
        var malformed = problem("/api/v1/due-queue/nonsense");

        assertThat(foreign).isEqualTo(missing).isEqualTo(malformed).contains("unknown-job");
        get("/api/v1/due-queue?limit=500", 999, "ops")
                .expectBody()
                .jsonPath("$.items")
                .isEmpty();
    }

    @Test
    void theQueueIsReadPageByPage() {
        for (var i = 0; i < 3; i++) {
            queue.awaitRow(
                    queue.schedule(queue.contact(
                            SettableClock.START.plusSeconds(7_200),
                            SettableClock.START.plus(Duration.ofDays(1)),
                            routine("America/New_York"))),
                    "waiting",
                    1);
        }

        var first = get("/api/v1/due-queue?limit=2", Samples.ORGANIZATION, "ops")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        var page = ContractJson.mapper().readTree(String.valueOf(first));
        var last = page.get("items").get(1).get("job_id").stringValue();
        assertThat(page.get("next").stringValue()).isEqualTo(last);
        get("/api/v1/due-queue?limit=500&after=" + last, Samples.ORGANIZATION, "ops")
                .expectBody()
                .jsonPath("$.items[?(@.job_id == '" + last + "')]")
                .isEmpty()
                .jsonPath("$.next")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "state=lost, invalid-state",
        "lane=fast, invalid-lane",
        "after=1, invalid-after",
        "limit=0, invalid-limit",
        "limit=501, invalid-limit"
    })
    void aBadQueryIsNamed(String query, String slug) {
        get("/api/v1/due-queue?" + query, Samples.ORGANIZATION, "ops")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:ovhi:problem:" + slug);
    }

    private String problem(String path) {
        return String.valueOf(get(path, 999, "ops")
                        .expectStatus()
                        .isNotFound()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody())
                .replaceAll("\"instance\":\"[^\"]*\"", "");
    }

    private void assertRefused(String body, String slug) {
        plan(tokens.service(), body)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:ovhi:problem:" + slug);
    }

    private RestTestClient.ResponseSpec get(String path, long organization, String role) {
        return http.get()
                .uri(path)
                .header("Authorization", tokens.bearer(organization, role))
                .exchange();
    }

    private RestTestClient.ResponseSpec plan(String token, String body) {
        return http.post()
                .uri("/api/v1/plan")
                .header("Authorization", token)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private static String body(String desiredAt, String window) {
        return """
                {"purpose": "lab_ready", "desired_at": %s, "expires_at": "2026-03-09T00:00:00Z", "window": %s}""".formatted(desiredAt, window);
    }
}
