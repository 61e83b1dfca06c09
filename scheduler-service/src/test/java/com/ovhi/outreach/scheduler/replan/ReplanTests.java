package com.ovhi.outreach.scheduler.replan;

import static com.ovhi.outreach.scheduler.window.Windows.routine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.scheduler.QueueDriver;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What waits is planned again as soon as its time is not allowed any more, long before it is due. */
@ServiceTest(schema = "ovhi_scheduler")
class ReplanTests {

    private static final String NEW_YORK = "America/New_York";

    /** Tuesday 10:00 in New York. */
    private static final Instant TUESDAY = Instant.parse("2026-03-03T15:00:00Z");

    private final SettableClock clock;
    private final TestKafka kafka;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final ReplanRunner runner;
    private final TestTokens tokens;
    private final RestTestClient http;
    private final QueueDriver queue;

    ReplanTests(
            SettableClock clock,
            TestKafka kafka,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            ReplanRunner runner,
            TestTokens tokens,
            @LocalServerPort int port) {
        this.clock = clock;
        this.kafka = kafka;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.runner = runner;
        this.tokens = tokens;
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
        queue = new QueueDriver(kafka, jdbc);
    }

    @BeforeEach
    void itIsMondayMorning() {
        clock.set(SettableClock.START);
    }

    @AfterEach
    void theOrganisationHasNoHoursOfItsOwn() {
        put("{}").expectStatus().isOk();
    }

    @Test
    void aPatientWhoMovesWestIsNotToBeWokenUp() {
        var job = waiting(771_901, TUESDAY, TUESDAY.plus(Duration.ofDays(2)));

        preferences(771_901, 9, "Pacific/Honolulu", "22:00", "08:00");

        queue.awaitReason(job, "replanned");
        assertThat(queue.row(job).dueAt()).isEqualTo("2026-03-03T19:00:00Z");
    }

    @Test
    void aJobThatCannotBeLaterMovesEarlier() {
        var job = waiting(771_902, TUESDAY, TUESDAY.plus(Duration.ofHours(3)));

        preferences(771_902, 9, "Pacific/Honolulu", "22:00", "08:00");

        queue.awaitReason(job, "replanned");
        assertThat(queue.row(job).dueAt()).isEqualTo("2026-03-03T05:15:00Z");
    }

    @Test
    void whatWasPromisedForATimeNeverMovesBeforeIt() {
        var window = new SendWindow(List.of(NEW_YORK), null, null, false, false, null, null, null, null, TUESDAY);
        var job = queue.schedule(queue.contact(771_911, TUESDAY, TUESDAY.plus(Duration.ofHours(3)), window));
        queue.awaitRow(job, "waiting", 1);

        preferences(771_911, 9, "Pacific/Honolulu", "22:00", "08:00");
        await().until(() -> queue.knowsHoursOf(771_911));

        assertThat(queue.row(job).dueAt()).isEqualTo(TUESDAY);
    }

    @Test
    void aResultNeverMovesBeforeItsTime() {
        var contact = queue.contact(771_912, TUESDAY, TUESDAY.plus(Duration.ofHours(3)), routine(NEW_YORK));
        var job = queue.schedule(queue.about(Purpose.LAB_READY, contact));
        queue.awaitRow(job, "waiting", 1);

        preferences(771_912, 9, "Pacific/Honolulu", "22:00", "08:00");
        await().until(() -> queue.knowsHoursOf(771_912));

        assertThat(queue.row(job).dueAt()).isEqualTo(TUESDAY);
    }

    @Test
    void aChangeThatLeavesItsTimeAllowedMovesNothing() {
        var job = waiting(771_903, TUESDAY, TUESDAY.plus(Duration.ofDays(2)));

        preferences(771_903, 9, "America/Chicago", "23:00", "07:00");
        await().until(() -> queue.knowsHoursOf(771_903));

        assertThat(queue.row(job).dueAt()).isEqualTo(TUESDAY);
    }

    @Test
    void newZoneRulesHaveEverythingLookedAtAgain() {
        var job = waiting(771_904, TUESDAY, TUESDAY.plus(Duration.ofDays(2)));
        // As if it had been planned by rules by which this instant was allowed.
        transactions.executeWithoutResult(_ -> jdbc.sql("UPDATE due_queue SET due_at = ? WHERE job_id = ?")
                .params(Timestamp.from(Instant.parse("2026-03-03T12:30:00Z")), job.toString())
                .update());

        runner.compareZoneRules("2099z");
        runner.work();

        queue.awaitReason(job, "replanned");
        assertThat(queue.row(job).dueAt()).isEqualTo("2026-03-03T14:00:00Z");
        await().until(() -> open() == 0);
        runner.compareZoneRules("2099z");
        assertThat(open()).as("the same rules again").isZero();
        runner.compareZoneRules(ZoneRulesProvider.getVersions("UTC").lastEntry().getKey());
        runner.work();
    }

    @Test
    void anOrganisationThatClosesForADayMovesItsMessages() {
        var job = waiting(771_905, TUESDAY, TUESDAY.plus(Duration.ofDays(2)));

        put("""
                {"routine": {"monday": "09:00-17:00", "tuesday": "09:00-17:00", "wednesday": "11:00-17:00"},
                 "closed_days": ["2026-03-03"]}""")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.routine.wednesday")
                .isEqualTo("11:00-17:00");
        runner.work();

        queue.awaitReason(job, "replanned");
        assertThat(queue.row(job).dueAt()).isEqualTo("2026-03-04T16:00:00Z");
        var entry = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> "organization-hours".equals(each.details().get("resource")));
        assertThat(entry.action()).isEqualTo(AuditAction.PREFERENCE_CHANGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"routine\": {}}",
                "{\"routine\": {\"someday\": \"09:00-17:00\"}}",
                "{\"routine\": {\"monday\": \"17:00-09:00\"}}",
                "{\"marketing\": {\"monday\": \"nine to five\"}}"
            })
    void hoursThatMakeNoSenseAreRefused(String body) {
        put(body)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:ovhi:problem:invalid-hours");
    }

    @Test
    void hoursThatChangedOnAnotherInstanceCount() {
        // This instance has just read the hours, and keeps them for a while.
        var job = waiting(771_913, TUESDAY, TUESDAY.plus(Duration.ofDays(2)));
        put("{}").expectStatus().isOk();
        await().until(() -> open() == 0);

        transactions.executeWithoutResult(_ -> {
            jdbc.sql("INSERT INTO organization_closed_days (organization_id, closed_day) VALUES (?, '2026-03-03')")
                    .param(Samples.ORGANIZATION)
                    .update();
            jdbc.sql("INSERT INTO replans (organization_id, cause) VALUES (?, 'organization-hours')")
                    .param(Samples.ORGANIZATION)
                    .update();
        });

        queue.awaitReason(job, "replanned");
        assertThat(queue.row(job).dueAt()).isEqualTo("2026-03-04T14:00:00Z");
    }

    @Test
    void aPatientWhoseStateIsKnownNowIsContactedByItsLaw() {
        put("{\"marketing\": {\"sunday\": \"10:00-17:00\", \"monday\": \"10:00-17:00\"}}")
                .expectStatus()
                .isOk();
        var sunday = Instant.parse("2026-03-08T14:00:00Z");
        var window = new SendWindow(List.of(NEW_YORK), null, null, true, false, 1L, List.of("GA"), null, null);
        var contact = queue.contact(771_910, sunday, sunday.plus(Duration.ofDays(3)), window);
        var job = queue.schedule(contact);
        queue.awaitRow(job, "waiting", 1);

        preferences(771_910, 2, List.of("PA"));

        queue.awaitReason(job, "replanned");
        // Pennsylvania has no such messages before 13:30 on Sundays.
        assertThat(queue.row(job).dueAt()).isEqualTo("2026-03-08T17:30:00Z");
    }

    private void preferences(long patient, long version, List<String> states) {
        kafka.publish(
                Topics.PREFERENCE,
                Long.toString(patient),
                new PreferenceChanged(
                        patient,
                        Samples.ORGANIZATION,
                        version,
                        List.of(NEW_YORK),
                        "en",
                        null,
                        null,
                        null,
                        Map.of(),
                        clock.instant(),
                        states,
                        null,
                        null));
    }

    private UUID waiting(long patient, Instant due, Instant expires) {
        var job = queue.schedule(queue.contact(patient, due, expires, routine(NEW_YORK)));
        queue.awaitRow(job, "waiting", 1);
        return job;
    }

    private void preferences(long patient, long version, String zone, String quietStart, String quietEnd) {
        kafka.publish(
                Topics.PREFERENCE,
                Long.toString(patient),
                new PreferenceChanged(
                        patient,
                        Samples.ORGANIZATION,
                        version,
                        List.of(zone),
                        "en",
                        LocalTime.parse(quietStart),
                        LocalTime.parse(quietEnd),
                        null,
                        Map.of(),
                        clock.instant()));
    }

    private int open() {
        return jdbc.sql("SELECT COUNT(*) FROM replans WHERE finished_at IS NULL")
                .query(Integer.class)
                .single();
    }

    private RestTestClient.ResponseSpec put(String body) {
        return http.put()
                .uri("/api/v1/organization-hours")
                .header("Authorization", tokens.bearer(Samples.ORGANIZATION, "campaign-manager"))
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }
}
