package com.ovhi.outreach.optimizer.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.SendTimeChosen;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** The whole service, and what happens to a patient of their own for each test. */
class RunningOptimizer {

    private static final AtomicLong NEXT_PATIENT = new AtomicLong(1_000);
    static final long ORGANIZATION = 11;
    static final String NEW_YORK = "America/New_York";
    static final Instant NINE = Instant.parse("2026-02-23T14:00:00Z");
    static final Instant SIX = Instant.parse("2026-02-23T23:00:00Z");

    final SettableClock clock;
    final TestKafka kafka;
    final TestTokens tokens;
    final Engagement engagement;
    final Learning learning;
    final JdbcClient jdbc;
    final TransactionTemplate transactions;
    final RestTestClient http;
    final long patient = NEXT_PATIENT.incrementAndGet();

    RunningOptimizer(
            SettableClock clock,
            TestKafka kafka,
            TestTokens tokens,
            Engagement engagement,
            Learning learning,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        this.clock = clock;
        this.kafka = kafka;
        this.tokens = tokens;
        this.engagement = engagement;
        this.learning = learning;
        this.jdbc = jdbc;
        this.transactions = transactions;
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @AfterEach
    void resetClock() {
        clock.set(SettableClock.START);
    }

    Map<String, @Nullable Object> zone() {
        var rows = query("SELECT timezone, preference_version FROM engagement_patients WHERE patient_id = " + patient);
        return rows.isEmpty() ? Map.of() : rows.getFirst();
    }

    List<AuditRecorded> looks() {
        return kafka.events(Topics.AUDIT, AuditRecorded.class).stream()
                .filter(look -> Objects.equals(look.patientId(), patient))
                .toList();
    }

    /** Four messages at nine that were not answered, and four at six that were. */
    List<JobChanged> eveningPerson() {
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

    InsightLearned awaitInsight(int bestHour) {
        eventually(() -> {
            assertThat(newest().bestHour()).isEqualTo(bestHour);
            assertThat(newest().evidence()).isEqualTo(4);
        });
        return newest();
    }

    /** Learns, and looks until it is so. */
    void eventually(ThrowingRunnable looks) {
        await().untilAsserted(() -> {
            while (learning.learnDue()) {
                // more
            }
            looks.run();
        });
    }

    List<InsightLearned> insights() {
        return kafka.events(Topics.INSIGHT, InsightLearned.class).stream()
                .filter(insight -> insight.patientId() == patient)
                .toList();
    }

    InsightLearned newest() {
        var all = insights();
        assertThat(all).isNotEmpty();
        return all.getLast();
    }

    void assertVersionsRiseByOne() {
        var versions = insights().stream().map(InsightLearned::version).toList();
        for (var i = 0; i < versions.size(); i++) {
            assertThat(versions.get(i)).isEqualTo(i + 1L);
        }
    }

    List<Map.Entry<Integer, String>> counts() {
        return query("SELECT local_hour AS h, COUNT(*) AS s, SUM(responded_at IS NOT NULL) AS r FROM engagement_jobs"
                        + " WHERE local_hour IS NOT NULL AND patient_id = " + patient
                        + " GROUP BY local_hour ORDER BY local_hour")
                .stream()
                .map(row -> Map.entry(Integer.valueOf(String.valueOf(row.get("h"))), row.get("r") + "/" + row.get("s")))
                .toList();
    }

    /** As the insight shows them. */
    List<String> hours() {
        var hours = new ArrayList<String>();
        get(tokens.service(), "?organization_id=" + ORGANIZATION, 200)
                .at("/hours")
                .forEach(each -> hours.add(each.at("/hour").asInt() + " "
                        + each.at("/sent").asInt() + "/" + each.at("/responded").asInt()));
        return hours;
    }

    List<Map<String, @Nullable Object>> query(String sql) {
        var rows = transactions.execute(status -> jdbc.sql(sql).query().listOfRows());
        return rows == null ? List.of() : rows;
    }

    JsonNode get(@Nullable String bearer, String query, int status) {
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

    void turn(String body, @Nullable String ifMatch, String bearer, int status) {
        var request = http.put()
                .uri("/api/v1/optimizer/settings")
                .header("Authorization", bearer)
                .header("Content-Type", "application/json");
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        request.body(body).exchange().expectStatus().isEqualTo(status);
    }

    void publish(Object event) {
        kafka.publish(
                switch (event) {
                    case JobChanged _ -> Topics.JOB;
                    case SendTimeChosen _ -> Topics.SEND_TIME;
                    default -> Topics.PREFERENCE;
                },
                key(),
                event);
    }

    String key() {
        return Long.toString(patient);
    }

    JobChanged job(Milestone milestone, UUID job, Instant at) {
        return of(milestone, job, at, null, null);
    }

    JobChanged of(Milestone milestone, UUID job, Instant at, @Nullable Boolean household, @Nullable Boolean discreet) {
        return JobChanged.builder(
                        job,
                        ORGANIZATION,
                        patient,
                        Purpose.APPT_REMINDER,
                        Channel.SMS,
                        milestone,
                        JobStatus.SENT,
                        at,
                        at)
                .household(household)
                .discreet(discreet)
                .build();
    }

    AppointmentBooked visit(int version, Instant start) {
        return new AppointmentBooked(
                900_000 + patient,
                version,
                patient,
                ORGANIZATION,
                3,
                new AppointmentBooked.Location("Clinic", null, NEW_YORK),
                start.atZone(ZoneId.of(NEW_YORK)).toOffsetDateTime(),
                30,
                false,
                null);
    }

    PreferenceChanged preference(long version, List<String> zones) {
        return new PreferenceChanged(
                patient, ORGANIZATION, version, zones, "en", null, null, null, Map.of(), SettableClock.START);
    }
}
