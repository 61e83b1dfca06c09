package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Insights;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rules of the whole request, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class ContactCapTests extends RunningOrchestrator {

    private static final String WHOLE_WEEKS = ", \"expires_at\": \"2026-04-20T00:00:00Z\"";

    private final JdbcClient jdbc;
    private final SettableClock clock;
    private final Insights insights;
    private Clinic clinic;
    private long patient;

    ContactCapTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            Insights insights,
            JdbcClient jdbc,
            SettableClock clock,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.jdbc = jdbc;
        this.clock = clock;
        this.insights = insights;
        clinic = usualClinic();
    }

    @BeforeEach
    void openClinic() {
        clinic = usualClinic().open();
        patient = clinic.patient();
    }

    @Test
    void waitsForRoomAsLongAsTheMessageIsUseful() {
        var first = schedule("first-0001", "lab_ready", "");
        var second = schedule("second-001", "rx_refill", "");

        assertThat(Instant.parse(first.at("/scheduled_at"))).isEqualTo(SettableClock.START);
        assertThat(Instant.parse(second.at("/scheduled_at"))).isEqualTo(SettableClock.START.plus(Duration.ofDays(1)));
        var decision = get("/api/v1/comm/jobs/" + second.at("/job_id"), core(clinic));
        assertThat(decision.at("/decision/sentence"))
                .startsWith("The refill notice will be sent by e-mail on Tue Mar 3, 10:00 AM clinic time, later than");
        assertThat(decision.json().at("/decision/judgements").toString())
                .contains("\"rule\":\"contact-cap\"")
                .contains("\"verdict\":\"deferred\"");
    }

    @Test
    void refusesWhatFindsNoRoomInTime() {
        schedule("first-0002", "lab_ready", "");

        var second = schedule("second-002", "rx_refill", ", \"expires_at\": \"2026-03-03T10:00:00-05:00\"");

        assertThat(second.status()).isEqualTo(422);
        assertThat(second.problem()).isEqualTo("contact-cap");
    }

    @Test
    void letsMarketingTakeNoRoomOfTheOthers() {
        schedule("campaign-1", "campaign_education", "");

        var reminder = schedule("reminder-1", "appt_reminder", "");

        assertThat(Instant.parse(reminder.at("/scheduled_at"))).isEqualTo(SettableClock.START);
        var more = schedule("campaign-2", "campaign_education", WHOLE_WEEKS);
        assertThat(Instant.parse(more.at("/scheduled_at"))).isEqualTo(SettableClock.START.plus(Duration.ofDays(7)));
    }

    @Test
    void followsTheSettingsOfTheOrganization() {
        assertThat(settings(clinic, 2, 4, 1, 1).status()).isEqualTo(200);
        schedule("first-0003", "lab_ready", "");

        assertThat(Instant.parse(schedule("second-003", "rx_refill", "").at("/scheduled_at")))
                .isEqualTo(SettableClock.START);
        assertThat(Instant.parse(schedule("third-0003", "no_show", WHOLE_WEEKS).at("/scheduled_at")))
                .isEqualTo(SettableClock.START.plus(Duration.ofDays(1)));
    }

    @Test
    void changesSettingsOnlyOnTheVersionTheChangeIsBasedOn() {
        assertThat(settings(clinic, 2, 4, 1, 1).status()).isEqualTo(200);
        assertThat(settings(clinic, 3, 4, 1, 1).problem()).isEqualTo("settings-changed");
        assertThat(settings(usualClinic(), 5, 4, 1, 1).problem()).isEqualTo("contradictory-caps");
        assertThat(settings(usualClinic(), 0, 4, 1, 1).problem()).isEqualTo("invalid-request");
        assertThat(get("/api/v1/comm/settings", core(clinic))
                        .json()
                        .at("/caps/per_day")
                        .asInt())
                .isEqualTo(2);
    }

    /** The reminder of the day before and the one an organisation has ordered for some hours before have room side by side. */
    @Test
    void hasRoomForTheReminderSomeHoursBefore() {
        var settings = get("/api/v1/comm/settings", core(clinic)).body();
        assertThat(put(
                                "/api/v1/comm/settings",
                                tokens.bearer(clinic.id(), "ops"),
                                "\"0\"",
                                settings.replace("\"hours_before\":0", "\"hours_before\":2"))
                        .status())
                .isEqualTo(200);
        var visit = Clinic.number();

        clinic.book("appointment.booked", visit, 1, patient, "2026-03-04T10:00:00-05:00");

        Awaitility.await()
                .untilAsserted(() -> assertThat(jdbc.sql("""
                                SELECT scheduled_at FROM comm_jobs
                                WHERE subject_ref = ? AND purpose = 'appt_reminder' ORDER BY 1""")
                                .param("appointment/" + visit)
                                .query((row, n) ->
                                        row.getTimestamp(1).toInstant().toString())
                                .list())
                        .containsExactly("2026-03-03T15:00:00Z", "2026-03-04T13:00:00Z"));
        assertThat(Instant.parse(
                        schedule("a-third-01", "lab_ready", WHOLE_WEEKS).at("/scheduled_at")))
                .as("what comes beside it waits for the usual room")
                .isEqualTo("2026-03-04T15:00:00Z");
    }

    @Test
    void countsWhatStillWaitsPastItsTimeAsNow() {
        schedule("first-0009", "lab_ready", WHOLE_WEEKS);
        clock.advance(Duration.ofHours(20));
        try {
            assertThat(Instant.parse(
                            schedule("second-009", "rx_refill", WHOLE_WEEKS).at("/scheduled_at")))
                    .isEqualTo(SettableClock.START.plus(Duration.ofHours(44)));
        } finally {
            clock.set(SettableClock.START);
        }
    }

    @Test
    void movesWhatWaitsWhenAnotherMessageWasSentLate() {
        var first = schedule("first-0006", "lab_ready", WHOLE_WEEKS);
        var second = schedule("second-006", "rx_refill", WHOLE_WEEKS);
        var slot = due(job(second)).slotId();

        accepted(job(first), Duration.ofHours(20));

        var moved = kafka.await(
                Topics.SCHEDULE,
                ContactDue.class,
                each -> each.slotId().equals(slot) && !each.jobId().equals(job(second)));
        assertThat(moved.dueAt()).isEqualTo(SettableClock.START.plus(Duration.ofHours(44)));
        assertThat(awaitJob(job(second), Milestone.CANCELLED).reason()).isEqualTo("other-time");
    }

    @Test
    void callsOffWhatFindsNoRoomAnyMoreSinceAnotherMessageWasSentLate() {
        var first = schedule("first-0007", "lab_ready", WHOLE_WEEKS);
        var occasion = ", \"occasion\": {\"about\": \"prescription/7\"}";
        var second = schedule("second-007", "rx_refill", ", \"expires_at\": \"2026-03-04T00:00:00-05:00\"" + occasion);

        accepted(job(first), Duration.ofHours(20));

        assertThat(awaitJob(job(second), Milestone.CANCELLED).reason()).isEqualTo("contact-cap");
        assertThat(schedule("third-007", "rx_refill", WHOLE_WEEKS + occasion).status())
                .as("whoever has more time may ask again")
                .isEqualTo(201);
    }

    @Test
    void leavesWhatWaitsAloneWhenThereIsRoomForItAllTheSame() {
        var first = schedule("first-0008", "lab_ready", WHOLE_WEEKS);
        var second = schedule(
                "second-008",
                "rx_refill",
                ", \"send_at\": \"2026-03-06T10:00:00-05:00\", \"expires_at\": \"2026-03-20T10:00:00-05:00\"");

        accepted(job(first), Duration.ofHours(20));

        await().pollDelay(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(jdbc.sql(
                                        "SELECT COUNT(*) FROM waiting_events WHERE type = 'job.replan' AND state = 'waiting'")
                                .query(Integer.class)
                                .single())
                        .isZero());
        assertThat(get("/api/v1/comm/jobs/" + second.at("/job_id"), core(clinic))
                        .at("/job/status"))
                .isEqualTo("queued");
    }

    private static UUID job(Reply reply) {
        return UUID.fromString(reply.at("/job_id"));
    }

    private ContactDue due(UUID job) {
        return kafka.await(
                Topics.SCHEDULE, ContactDue.class, each -> each.jobId().equals(job));
    }

    private void accepted(UUID job, Duration late) {
        kafka.publish(
                Topics.DELIVERY,
                job.toString(),
                new DeliveryReported(
                        job,
                        clinic.id(),
                        patient,
                        due(job).channel(),
                        1,
                        DeliveryState.ACCEPTED,
                        "SM" + job,
                        null,
                        null,
                        null,
                        false,
                        SettableClock.START.plus(late)));
    }

    @Test
    void countsNothingThatWasCancelled() {
        var first = schedule("first-0004", "lab_ready", "");
        post("/api/v1/comm/jobs/" + first.at("/job_id") + "/cancel", core(clinic), null, "");

        assertThat(Instant.parse(schedule("second-004", "rx_refill", "").at("/scheduled_at")))
                .isEqualTo(SettableClock.START);
    }

    /** Twelve requests for one patient at the same instant: each gets a day of its own, three in any seven. */
    @Test
    void holdsTheCapsAgainstRequestsAtTheSameInstant() {
        var replies = new ConcurrentLinkedQueue<Reply>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 6; i++) {
                var key = "at-once-000" + i;
                callers.execute(() -> replies.add(schedule(key, "rx_refill", WHOLE_WEEKS)));
            }
        }

        assertThat(replies).hasSize(6);
        var times = new ArrayList<>(jdbc.sql("SELECT scheduled_at FROM comm_jobs WHERE patient_id = ? ORDER BY 1")
                .param(patient)
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .list());
        assertThat(times).hasSizeGreaterThanOrEqualTo(2);
        assertThat(replies.stream().filter(each -> each.status() == 201)).hasSize(times.size());
        for (var i = 1; i < times.size(); i++) {
            assertThat(Duration.between(times.get(i - 1), times.get(i))).isGreaterThanOrEqualTo(Duration.ofDays(1));
        }
        for (var i = 3; i < times.size(); i++) {
            assertThat(Duration.between(times.get(i - 3), times.get(i))).isGreaterThanOrEqualTo(Duration.ofDays(7));
        }
    }

    @Test
    void spreadsAWeekOfEventsOverItsDays() {
        var first = schedule("first-0005", "lab_ready", WHOLE_WEEKS);
        var more = List.of(
                schedule("more-00051", "rx_refill", WHOLE_WEEKS),
                schedule("more-00052", "no_show", WHOLE_WEEKS),
                schedule("more-00053", "appt_confirm", WHOLE_WEEKS));

        assertThat(first.status()).isEqualTo(201);
        assertThat(more)
                .extracting(each -> Instant.parse(each.at("/scheduled_at")))
                .containsExactly(
                        SettableClock.START.plus(Duration.ofDays(1)),
                        SettableClock.START.plus(Duration.ofDays(2)),
                        SettableClock.START.plus(Duration.ofDays(7)));
    }

    @Test
    void sparesTiredPatientsMarketing() {
        kafka.publish(
                Topics.INSIGHT,
                Long.toString(patient),
                new InsightLearned(patient, clinic.id(), 1, 10, Channel.EMAIL, 0.9, 0.9, 12, SettableClock.START));
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(insights.of(clinic.id(), patient).fatigue()).isEqualTo(0.9));

        assertThat(schedule("tired-0001", "campaign_education", "").problem()).isEqualTo("patient-tired");
        assertThat(schedule("tired-0002", "appt_reminder", "").at("/channel")).isEqualTo("email");
    }

    @ParameterizedTest
    @ValueSource(strings = {"appt_reminder", "lab_ready", "campaign_education", "rx_refill"})
    void rehearsesExactlyWhatARequestDecides(String purpose) {
        schedule("before-001", "no_show", "");
        var uri = "/api/v1/comm/schedule?dry_run=true";
        var body = body(purpose, ", \"occasion\": {\"about\": \"thing/1\", \"version\": 1}" + WHOLE_WEEKS);

        var rehearsal = post(uri, core(clinic), "rehearse-1", body);
        var again = post(uri, core(clinic), "rehearse-1", body);
        var request = schedule(clinic, "rehearse-1", body);

        assertThat(again.body()).isEqualTo(rehearsal.body());
        var made = get("/api/v1/comm/jobs/" + request.at("/job_id"), core(clinic));
        assertThat(made.json().at("/decision")).isEqualTo(rehearsal.json().at("/decision"));
        assertThat(rehearsal.at("/scheduled_at")).isEqualTo(request.at("/scheduled_at"));
    }

    @Test
    void contactsOncePerOccasionThatCallersName() {
        var about = ", \"occasion\": {\"about\": \"prescription/7\", \"version\": 2, \"which\": \"due\"}";
        var first = schedule("occasion-1", "rx_refill", about);

        var second = schedule("occasion-2", "rx_refill", about);

        assertThat(second.problem()).isEqualTo("duplicate-contact");
        assertThat(second.at("/job_id")).isEqualTo(first.at("/job_id"));
    }

    @Test
    void sendsNothingBeforeItMayAndNothingWithoutATime() {
        var later = schedule("not-before", "lab_ready", ", \"not_before\": \"2026-03-04T12:00:00Z\"");

        assertThat(later.at("/scheduled_at")).isEqualTo("2026-03-04T12:00:00Z");
        assertThat(schedule("contradict", "lab_ready", """
                        , "send_at": "2026-03-05T12:00:00Z", "expires_at": "2026-03-04T12:00:00Z\"""").problem()).isEqualTo("invalid-request");
        assertThat(schedule("too-late-1", "lab_ready", ", \"expires_at\": \"2026-03-01T12:00:00Z\"")
                        .problem())
                .isEqualTo("expired");
    }

    private Reply schedule(String key, String purpose, String more) {
        return schedule(clinic, key, body(purpose, more));
    }

    private String body(String purpose, String more) {
        return reminder(clinic, patient, more).replace("appt_reminder", purpose);
    }
}
