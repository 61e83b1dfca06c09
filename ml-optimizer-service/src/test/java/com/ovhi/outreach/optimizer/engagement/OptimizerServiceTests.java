package com.ovhi.outreach.optimizer.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** The whole service: events in, insights out. */
@ServiceTest(schema = "ovhi_optimizer")
class OptimizerServiceTests {

    private static final AtomicLong NEXT_PATIENT = new AtomicLong(1_000);
    private static final long ORGANIZATION = 11;
    private static final String NEW_YORK = "America/New_York";
    private static final Instant NINE = Instant.parse("2026-02-23T14:00:00Z");
    private static final Instant SIX = Instant.parse("2026-02-23T23:00:00Z");

    private final SettableClock clock;
    private final TestKafka kafka;
    private final TestTokens tokens;
    private final Engagement engagement;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final RestTestClient http;
    private final long patient = NEXT_PATIENT.incrementAndGet();

    OptimizerServiceTests(
            SettableClock clock,
            TestKafka kafka,
            TestTokens tokens,
            Engagement engagement,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        this.clock = clock;
        this.kafka = kafka;
        this.tokens = tokens;
        this.engagement = engagement;
        this.jdbc = jdbc;
        this.transactions = transactions;
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @AfterEach
    void resetClock() {
        clock.set(SettableClock.START);
    }

    @Test
    void learnsTheHourAtWhichAPatientAnswers() {
        publish(preference(1, List.of(NEW_YORK)));
        eveningPerson().forEach(this::publish);

        var insight = awaitInsight(18);

        assertThat(insight.organizationId()).isEqualTo(ORGANIZATION);
        assertThat(insight.evidence()).isEqualTo(4);
        assertThat(insight.confidence()).isEqualTo(0.286);
        assertThat(insight.bestChannel()).isNull();
        assertThat(insight.learnedAt()).isEqualTo(clock.instant());
        assertVersionsRiseByOne();
    }

    @Test
    void learnsTheSameFromDuplicatesInAnyOrder() {
        var once = eveningPerson();
        var events = new ArrayList<Object>(once);
        events.addAll(once);
        events.add(preference(1, List.of(NEW_YORK)));
        Collections.shuffle(events, new Random(7));
        events.forEach(this::publish);

        await().untilAsserted(() -> {
            assertThat(counts()).containsExactly(Map.entry(9, "0/4"), Map.entry(18, "4/4"));
            assertThat(newest().bestHour()).isEqualTo(18);
            assertThat(newest().fatigue()).isEqualTo(0.632);
        });
        assertVersionsRiseByOne();
    }

    @Test
    void handlesARepeatedEventOnce() {
        var event = new EventHeaders(UUID.randomUUID().toString(), "job.changed", "test", NINE, null);
        var sent = job(Milestone.SENT, Ids.next(), NINE);

        kafka.publish(Topics.JOB, key(), event, sent);
        kafka.publish(Topics.JOB, key(), event, sent);
        publish(job(Milestone.SENT, Ids.next(), NINE.plusSeconds(60)));

        await().untilAsserted(() -> assertThat(newest().fatigue()).isEqualTo(0.393));
        assertThat(insights()).extracting(InsightLearned::version).containsExactly(1L, 2L);
    }

    @Test
    void countsAnswersAndClicksOncePerJobAndOpensNever() {
        publish(preference(1, List.of(NEW_YORK)));
        var job = Ids.next();
        publish(job(Milestone.SENT, job, NINE));
        publish(job(Milestone.OPENED, job, NINE.plusSeconds(10)));
        await().untilAsserted(() -> assertThat(counts()).containsExactly(Map.entry(9, "0/1")));
        publish(job(Milestone.CLICKED, job, NINE.plusSeconds(20)));
        publish(job(Milestone.REPLIED, job, SIX));

        await().untilAsserted(() -> assertThat(counts()).containsExactly(Map.entry(9, "1/1")));
        await().untilAsserted(() -> assertThat(newest().fatigue()).isZero());
    }

    @Test
    void doesNotCountAMessageThatNeverArrived() {
        publish(preference(1, List.of(NEW_YORK)));
        var job = Ids.next();
        publish(job(Milestone.SENT, job, NINE));
        publish(job(Milestone.BOUNCED, job, NINE.plusSeconds(10)));

        await().untilAsserted(() -> assertThat(newest().version()).isEqualTo(2));
        assertThat(newest().fatigue()).isZero();
        assertThat(counts()).isEmpty();
    }

    @Test
    void namesNoHourWhileTheZoneIsUnknownAndLearnsItLater() {
        publish(preference(1, List.of(NEW_YORK, "America/Chicago")));
        eveningPerson().forEach(this::publish);
        await().untilAsserted(() -> assertThat(newest().fatigue()).isEqualTo(0.632));
        assertThat(insights()).allMatch(insight -> insight.bestHour() == null);
        assertThat(counts()).isEmpty();

        publish(preference(2, List.of("America/Chicago")));

        awaitInsight(17);
    }

    @Test
    void passesOverAnOlderPreference() {
        publish(preference(5, List.of(NEW_YORK)));
        await().untilAsserted(() -> assertThat(zone()).containsEntry("timezone", NEW_YORK));

        engagement.onAll(List.of(preference(4, List.of("Pacific/Honolulu"))));

        assertThat(zone()).containsEntry("timezone", NEW_YORK).containsEntry("preference_version", 5L);
    }

    @Test
    void takesTheNewestOfThoseThatCameTogether() {
        engagement.onAll(List.of(
                preference(1, List.of("Pacific/Honolulu")),
                preference(3, List.of(NEW_YORK)),
                preference(2, List.of("Pacific/Honolulu"))));

        assertThat(zone()).containsEntry("timezone", NEW_YORK).containsEntry("preference_version", 3L);
    }

    private Map<String, @Nullable Object> zone() {
        var rows = query("SELECT timezone, preference_version FROM engagement_patients WHERE patient_id = " + patient);
        return rows.isEmpty() ? Map.of() : rows.getFirst();
    }

    @Test
    void takesAnUnknownZoneNameForUnknown() {
        publish(preference(1, List.of("Mars/Olympus_Mons")));
        publish(job(Milestone.SENT, Ids.next(), NINE));

        await().untilAsserted(() -> assertThat(newest().fatigue()).isEqualTo(0.221));
        assertThat(counts()).isEmpty();
    }

    @Test
    void letsAPatientRecoverWithoutFurtherEvents() {
        publish(job(Milestone.SENT, Ids.next(), clock.instant()));
        await().untilAsserted(() -> assertThat(newest().fatigue()).isEqualTo(0.221));

        clock.advance(Duration.ofDays(14));
        engagement.recover();

        await().untilAsserted(() -> assertThat(newest().fatigue()).isZero());
        assertVersionsRiseByOne();
    }

    @Test
    void forgetsWhatIsOld() {
        publish(job(Milestone.SENT, Ids.next(), NINE));
        await().untilAsserted(() -> assertThat(newest().fatigue()).isEqualTo(0.221));

        clock.advance(Engagement.MEMORY.plusDays(1));
        engagement.forget();

        assertThat(query("SELECT COUNT(*) AS n FROM engagement_jobs WHERE patient_id = " + patient)
                        .getFirst())
                .containsEntry("n", 0L);
    }

    @Test
    void explainsAnInsightToStaffOfTheOrganisationOnly() {
        publish(preference(1, List.of(NEW_YORK)));
        eveningPerson().forEach(this::publish);
        awaitInsight(18);
        await().untilAsserted(() -> assertThat(newest().fatigue()).isEqualTo(0.632));

        var insight = get(tokens.bearer(ORGANIZATION, "clinic-staff"), "", 200);

        assertThat(insight.at("/best_hour").asInt()).isEqualTo(18);
        assertThat(insight.at("/timezone").asString()).isEqualTo(NEW_YORK);
        assertThat(insight.at("/model_version").asInt()).isEqualTo(1);
        assertThat(insight.at("/version").asLong()).isEqualTo(newest().version());
        assertThat(insight.at("/hours/1/hour").asInt()).isEqualTo(18);
        assertThat(insight.at("/hours/1/sent").asInt()).isEqualTo(4);
        assertThat(insight.at("/hours/1/responded").asInt()).isEqualTo(4);
        get(tokens.service(), "?organization_id=" + ORGANIZATION, 200);
        get(tokens.bearer(12, "clinic-staff"), "", 404);
        get(tokens.bearer(12, "ops"), "?organization_id=" + ORGANIZATION, 404);
        get(tokens.bearer(ORGANIZATION, "campaign-manager"), "", 403);
        get(null, "", 401);
        await().untilAsserted(() -> assertThat(looks()).singleElement().satisfies(look -> {
            assertThat(look.action()).isEqualTo(AuditAction.ACCESS);
            assertThat(look.organizationId()).isEqualTo(ORGANIZATION);
            assertThat(look.details()).containsExactly(Map.entry("resource", "insight"));
        }));
    }

    private List<AuditRecorded> looks() {
        return kafka.events(Topics.AUDIT, AuditRecorded.class).stream()
                .filter(look -> Objects.equals(look.patientId(), patient))
                .toList();
    }

    @Test
    void knowsTheModelItLearnsWith() {
        var model = query("SELECT name, parameters FROM model_versions ORDER BY version DESC LIMIT 1")
                .getFirst();

        assertThat(String.valueOf(model.get("parameters")))
                .contains("\"least_responses\": 3", "\"memory_days\": " + Engagement.MEMORY.toDays());
    }

    /** Four messages at nine that were not answered, and four at six that were. */
    private List<JobChanged> eveningPerson() {
        var events = new ArrayList<JobChanged>();
        for (var day = 0; day < 4; day++) {
            var morning = Ids.next();
            var evening = Ids.next();
            events.add(job(Milestone.SENT, morning, NINE.plus(Duration.ofDays(day))));
            events.add(job(Milestone.SENT, evening, SIX.plus(Duration.ofDays(day))));
            events.add(job(
                    Milestone.REPLIED, evening, SIX.plus(Duration.ofDays(day)).plusSeconds(900)));
        }
        return events;
    }

    private InsightLearned awaitInsight(int bestHour) {
        return kafka.await(
                Topics.INSIGHT,
                InsightLearned.class,
                insight -> insight.patientId() == patient
                        && insight.bestHour() != null
                        && insight.bestHour() == bestHour
                        && insight.evidence() == 4);
    }

    private List<InsightLearned> insights() {
        return kafka.events(Topics.INSIGHT, InsightLearned.class).stream()
                .filter(insight -> insight.patientId() == patient)
                .toList();
    }

    private InsightLearned newest() {
        var all = insights();
        assertThat(all).isNotEmpty();
        return all.getLast();
    }

    private void assertVersionsRiseByOne() {
        var versions = insights().stream().map(InsightLearned::version).toList();
        for (var i = 0; i < versions.size(); i++) {
            assertThat(versions.get(i)).isEqualTo(i + 1L);
        }
    }

    private List<Map.Entry<Integer, String>> counts() {
        return query("SELECT local_hour AS h, responded AS r, sent AS s FROM engagement_posteriors WHERE patient_id = "
                        + patient + " ORDER BY local_hour")
                .stream()
                .map(row -> Map.entry(Integer.valueOf(String.valueOf(row.get("h"))), row.get("r") + "/" + row.get("s")))
                .toList();
    }

    private List<Map<String, @Nullable Object>> query(String sql) {
        var rows = transactions.execute(status -> jdbc.sql(sql).query().listOfRows());
        return rows == null ? List.of() : rows;
    }

    private JsonNode get(@Nullable String bearer, String query, int status) {
        var request = http.get().uri("/api/v1/insights/" + patient + query);
        if (bearer != null) {
            request.header("Authorization", bearer);
        }
        var body = request.exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return ContractJson.mapper().readTree(String.valueOf(body));
    }

    private String publish(Object event) {
        return kafka.publish(event instanceof JobChanged ? Topics.JOB : Topics.PREFERENCE, key(), event);
    }

    private String key() {
        return Long.toString(patient);
    }

    private JobChanged job(Milestone milestone, UUID job, Instant at) {
        return new JobChanged(
                job,
                ORGANIZATION,
                patient,
                null,
                null,
                null,
                Purpose.APPT_REMINDER,
                Channel.SMS,
                milestone,
                JobStatus.SENT,
                null,
                null,
                at,
                at,
                null);
    }

    private PreferenceChanged preference(long version, List<String> zones) {
        return new PreferenceChanged(
                patient, ORGANIZATION, version, zones, "en", null, null, null, Map.of(), SettableClock.START);
    }
}
