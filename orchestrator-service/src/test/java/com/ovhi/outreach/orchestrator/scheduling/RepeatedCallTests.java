package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Schedule calls that are repeated, or ask for what was asked for before. */
@ServiceTest(schema = "ovhi_orchestrator")
class RepeatedCallTests extends OneClinic {

    private static final String URI = "/api/v1/comm/schedule";

    private final SettableClock clock;
    private final TransactionTemplate transactions;

    RepeatedCallTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            SettableClock clock,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
        this.clock = clock;
        this.transactions = transactions;
    }

    @Test
    void answersARepeatedRequestTheSameWay() {
        var first = schedule(clinic, "repeat-0001", reminder(clinic, patient, ""));
        var second = schedule(clinic, "repeat-0001", reminder(clinic, patient, ""));

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(first.replayed()).isNull();
        assertThat(second.replayed()).isEqualTo("true");
        assertThat(jobs()).isEqualTo(1);
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

        assertThat(jobs()).isEqualTo(1);
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
        assertThat(jobs()).isEqualTo(1);
    }
}
