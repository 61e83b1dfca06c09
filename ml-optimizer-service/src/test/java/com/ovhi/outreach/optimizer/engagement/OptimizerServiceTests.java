package com.ovhi.outreach.optimizer.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.HourChoice;
import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.SendTimeChosen;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ThrowingRunnable;
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
    private final Learning learning;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final RestTestClient http;
    private final long patient = NEXT_PATIENT.incrementAndGet();

    OptimizerServiceTests(
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

    @Test
    void learnsTheHourAtWhichAPatientAnswers() {
        publish(preference(1, List.of(NEW_YORK)));
        eveningPerson().forEach(this::publish);

        var insight = awaitInsight(18);

        assertThat(insight.organizationId()).isEqualTo(ORGANIZATION);
        assertThat(insight.evidence()).isEqualTo(4);
        assertThat(insight.confidence()).isBetween(0.25, 0.286);
        assertThat(insight.hourConfidence()).isBetween(0.5, 1.0);
        assertThat(insight.reason()).isEqualTo(Estimate.ENOUGH);
        assertThat(insight.noShowRisk()).isNull();
        assertThat(insight.learnedAt()).isEqualTo(clock.instant());
        var weights = Objects.requireNonNull(insight.hourWeights());
        assertThat(weights.sound()).isTrue();
        assertThat(weights.workdays().get(18)).isGreaterThan(weights.workdays().get(9));
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

        eventually(() -> {
            assertThat(counts()).containsExactly(Map.entry(9, "0/4"), Map.entry(18, "4/4"));
            assertThat(newest().bestHour()).isEqualTo(18);
            assertThat(newest().fatigue()).isEqualTo(0.65);
        });
        assertVersionsRiseByOne();
    }

    @Test
    void countsAnswersAndClicksOncePerJobAndOpensNever() {
        publish(preference(1, List.of(NEW_YORK)));
        var job = Ids.next();
        publish(job(Milestone.SENT, job, NINE));
        publish(job(Milestone.OPENED, job, NINE.plusSeconds(10)));
        eventually(() -> assertThat(counts()).containsExactly(Map.entry(9, "0/1")));
        publish(job(Milestone.CLICKED, job, NINE.plusSeconds(20)));
        publish(job(Milestone.REPLIED, job, SIX));

        eventually(() -> assertThat(counts()).containsExactly(Map.entry(9, "1/1")));
    }

    @Test
    void doesNotCountAMessageThatNeverArrived() {
        publish(preference(1, List.of(NEW_YORK)));
        var arrived = Ids.next();
        var lost = Ids.next();
        publish(job(Milestone.SENT, lost, NINE));
        publish(job(Milestone.BOUNCED, lost, NINE.plusSeconds(10)));
        publish(job(Milestone.SENT, arrived, SIX));

        eventually(() -> assertThat(hours()).containsExactly("18 1/0"));
    }

    @Test
    void learnsNothingOfMessagesToSeveralPatients() {
        engagement.noteJobs(List.of(of(Milestone.SENT, Ids.next(), NINE, true, null)));

        assertThat(query("SELECT job_id FROM engagement_jobs WHERE patient_id = " + patient))
                .isEmpty();
    }

    @Test
    void takesNoSilenceForAnAnswerToANoticeThatAsksNothing() {
        publish(preference(1, List.of(NEW_YORK)));
        publish(of(Milestone.SENT, Ids.next(), NINE, null, true));
        publish(job(Milestone.SENT, Ids.next(), SIX));

        eventually(() -> assertThat(hours()).containsExactly("18 1/0"));
    }

    /** A message of an hour ago may still be answered: only the next day it is evidence against its hour. */
    @Test
    void waitsForAnswersBeforeItTakesSilenceForEvidence() {
        publish(preference(1, List.of(NEW_YORK)));
        publish(job(Milestone.SENT, Ids.next(), clock.instant().minusSeconds(3_600)));
        eventually(() -> assertThat(query("SELECT learn_at FROM engagement_patients WHERE patient_id = " + patient
                        + " AND learn_at > '2026-03-02'"))
                .hasSize(1));
        assertThat(insights()).isEmpty();

        clock.advance(Duration.ofHours(24));

        eventually(() -> assertThat(newest().hourWeights()).isNotNull());
    }

    @Test
    void namesNoHourWhileTheZoneIsUnknownAndLearnsItLater() {
        publish(preference(1, List.of(NEW_YORK, "America/Chicago")));
        eveningPerson().forEach(this::publish);
        eventually(() -> assertThat(newest().fatigue()).isEqualTo(0.65));
        assertThat(insights()).allMatch(insight -> insight.bestHour() == null && insight.hourWeights() == null);
        assertThat(newest().reason()).isEqualTo(Estimate.NO_ZONE);

        publish(preference(2, List.of("America/Chicago")));

        awaitInsight(17);
    }

    @Test
    void passesOverAnOlderPreference() {
        publish(preference(5, List.of(NEW_YORK)));
        await().untilAsserted(() -> assertThat(zone()).containsEntry("timezone", NEW_YORK));

        engagement.notePreferences(List.of(preference(4, List.of("Pacific/Honolulu"))));

        assertThat(zone()).containsEntry("timezone", NEW_YORK).containsEntry("preference_version", 5L);
    }

    @Test
    void takesTheNewestOfThoseThatCameTogether() {
        engagement.notePreferences(List.of(
                preference(1, List.of("Pacific/Honolulu")),
                preference(3, List.of(NEW_YORK)),
                preference(2, List.of("Pacific/Honolulu"))));

        assertThat(zone()).containsEntry("timezone", NEW_YORK).containsEntry("preference_version", 3L);
    }

    @Test
    void takesAnUnknownZoneNameForUnknown() {
        publish(preference(1, List.of("Mars/Olympus_Mons")));
        publish(job(Milestone.SENT, Ids.next(), NINE));

        eventually(
                () -> assertThat(zone()).containsEntry("preference_version", 1L).containsEntry("timezone", null));
        assertThat(hours()).isEmpty();
    }

    @Test
    void letsAPatientRecoverWithoutFurtherEvents() {
        for (var i = 0; i < 5; i++) {
            publish(job(Milestone.SENT, Ids.next(), clock.instant().plusSeconds(i)));
        }
        clock.advance(Duration.ofMinutes(1));
        eventually(() -> assertThat(newest().fatigue()).isEqualTo(0.65));

        clock.advance(Duration.ofDays(7));

        eventually(() -> assertThat(newest().fatigue()).isZero());
        assertVersionsRiseByOne();
    }

    @Test
    void tellsHowLikelyTheNextVisitIsMissedAndThatItIsOver() {
        kafka.publish(
                Topics.OVHI_APPOINTMENT,
                key(),
                new EventHeaders(UUID.randomUUID().toString(), "appointment.booked", "test", clock.instant(), null),
                visit(1, clock.instant().plus(Duration.ofDays(9))));

        // First visit, nine days ahead, on a Wednesday.
        eventually(() -> assertThat(newest().noShowRisk()).isEqualTo(0.192));

        clock.advance(Duration.ofDays(10));
        eventually(() -> assertThat(newest().noShowRisk()).isNull());
    }

    @Test
    void keepsHowAnHourWasDrawnWhicheverComesFirst() {
        var job = Ids.next();
        publish(new SendTimeChosen(job, ORGANIZATION, patient, new HourChoice(9, false, 0.4, List.of(9, 10)), NINE));
        publish(new SendTimeChosen(Ids.next(), ORGANIZATION, patient, new HourChoice(9, false, 1.4, List.of(9)), NINE));
        publish(job(Milestone.SENT, job, NINE));

        eventually(() -> assertThat(query("SELECT chosen_hour, propensity, candidates, channel FROM engagement_jobs"
                        + " WHERE patient_id = " + patient))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("propensity", 0.4)
                        .containsEntry("candidates", "9,10")
                        .containsEntry("channel", "sms")));
    }

    @Test
    void stopsPublishingForAnOrganisationThatHasSwitchedItOff() {
        publish(preference(1, List.of(NEW_YORK)));
        eveningPerson().forEach(this::publish);
        awaitInsight(18);

        turn("{\"enabled\": false}", "\"0\"", tokens.bearer(ORGANIZATION, "ops"), 200);

        eventually(() -> {
            assertThat(newest().bestHour()).isNull();
            assertThat(newest().hourWeights()).isNull();
            assertThat(newest().reason()).isEqualTo(Estimate.SWITCHED_OFF);
            assertThat(newest().fatigue()).isEqualTo(0.65);
        });
        turn("{\"enabled\": true}", "\"0\"", tokens.bearer(ORGANIZATION, "ops"), 412);
        turn("{\"enabled\": true}", null, tokens.bearer(ORGANIZATION, "ops"), 428);
        turn("{}", "\"1\"", tokens.bearer(ORGANIZATION, "ops"), 400);
        turn("{\"enabled\": true}", "\"1\"", tokens.bearer(ORGANIZATION, "clinic-staff"), 403);
        turn("{\"enabled\": true}", "\"1\"", tokens.bearer(ORGANIZATION, "compliance"), 200);
        eventually(() -> assertThat(newest().bestHour()).isEqualTo(18));
        await().untilAsserted(() -> assertThat(kafka.events(Topics.AUDIT, AuditRecorded.class).stream()
                        .filter(each -> Objects.equals(each.organizationId(), ORGANIZATION)
                                && each.action() == AuditAction.PREFERENCE_CHANGE)
                        .map(each -> each.details().get("enabled")))
                .containsExactly("false", "true"));
    }

    @Test
    void forgetsWhatIsOld() {
        publish(job(Milestone.SENT, Ids.next(), NINE));
        await().untilAsserted(() -> assertThat(query("SELECT 1 FROM engagement_jobs WHERE patient_id = " + patient))
                .hasSize(1));

        clock.advance(Engagement.MEMORY.plusDays(10));
        engagement.forget();

        assertThat(query("SELECT 1 FROM engagement_jobs WHERE patient_id = " + patient))
                .isEmpty();
    }

    @Test
    void explainsAnInsightToStaffOfTheOrganisationOnly() {
        publish(preference(1, List.of(NEW_YORK)));
        eveningPerson().forEach(this::publish);
        awaitInsight(18);

        var insight = get(tokens.bearer(ORGANIZATION, "clinic-staff"), "", 200);

        assertThat(insight.at("/best_hour").asInt()).isEqualTo(18);
        assertThat(insight.at("/timezone").asString()).isEqualTo(NEW_YORK);
        assertThat(insight.at("/reason").asString()).isEqualTo(Estimate.ENOUGH);
        assertThat(insight.at("/model_version").asInt()).isEqualTo(2);
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

    private Map<String, @Nullable Object> zone() {
        var rows = query("SELECT timezone, preference_version FROM engagement_patients WHERE patient_id = " + patient);
        return rows.isEmpty() ? Map.of() : rows.getFirst();
    }

    private List<AuditRecorded> looks() {
        return kafka.events(Topics.AUDIT, AuditRecorded.class).stream()
                .filter(look -> Objects.equals(look.patientId(), patient))
                .toList();
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
        eventually(() -> {
            assertThat(newest().bestHour()).isEqualTo(bestHour);
            assertThat(newest().evidence()).isEqualTo(4);
        });
        return newest();
    }

    /** Learns, and looks until it is so. */
    private void eventually(ThrowingRunnable looks) {
        await().untilAsserted(() -> {
            while (learning.learnDue()) {
                // more
            }
            looks.run();
        });
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
        return query("SELECT local_hour AS h, COUNT(*) AS s, SUM(responded_at IS NOT NULL) AS r FROM engagement_jobs"
                        + " WHERE local_hour IS NOT NULL AND patient_id = " + patient
                        + " GROUP BY local_hour ORDER BY local_hour")
                .stream()
                .map(row -> Map.entry(Integer.valueOf(String.valueOf(row.get("h"))), row.get("r") + "/" + row.get("s")))
                .toList();
    }

    /** As the insight shows them. */
    private List<String> hours() {
        var hours = new ArrayList<String>();
        get(tokens.service(), "?organization_id=" + ORGANIZATION, 200)
                .at("/hours")
                .forEach(each -> hours.add(each.at("/hour").asInt() + " "
                        + each.at("/sent").asInt() + "/" + each.at("/responded").asInt()));
        return hours;
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

    private void turn(String body, @Nullable String ifMatch, String bearer, int status) {
        var request = http.put()
                .uri("/api/v1/optimizer/settings")
                .header("Authorization", bearer)
                .header("Content-Type", "application/json");
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        request.body(body).exchange().expectStatus().isEqualTo(status);
    }

    private void publish(Object event) {
        kafka.publish(
                switch (event) {
                    case JobChanged _ -> Topics.JOB;
                    case SendTimeChosen _ -> Topics.SEND_TIME;
                    default -> Topics.PREFERENCE;
                },
                key(),
                event);
    }

    private String key() {
        return Long.toString(patient);
    }

    private JobChanged job(Milestone milestone, UUID job, Instant at) {
        return of(milestone, job, at, null, null);
    }

    private JobChanged of(
            Milestone milestone, UUID job, Instant at, @Nullable Boolean household, @Nullable Boolean discreet) {
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
                null,
                household,
                discreet);
    }

    private AppointmentBooked visit(int version, Instant start) {
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

    private PreferenceChanged preference(long version, List<String> zones) {
        return new PreferenceChanged(
                patient, ORGANIZATION, version, zones, "en", null, null, null, Map.of(), SettableClock.START);
    }
}
