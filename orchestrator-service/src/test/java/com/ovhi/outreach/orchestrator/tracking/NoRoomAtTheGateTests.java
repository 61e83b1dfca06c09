package com.ovhi.outreach.orchestrator.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContactAllowance;
import com.ovhi.outreach.common.contract.ContactAllowance.Limit;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The send gate counts what is really sent; what it tells the gate, and what follows when that finds no room. */
@ServiceTest(schema = "ovhi_orchestrator")
class NoRoomAtTheGateTests extends OneClinic {

    private static final Duration DAY = Duration.ofDays(1);

    private final FieldCipher cipher;
    private final SettableClock clock;

    NoRoomAtTheGateTests(
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

    /** One message a day. */
    @Override
    protected Clinic newClinic() {
        return usualClinic();
    }

    @AfterEach
    void turnBackTheClock() {
        clock.set(SettableClock.START);
    }

    @Test
    void tellsTheGateWhatTheOrganisationAllows() {
        var job = job(clinic, patient);

        var sealed = deliveries.due(job).content();
        var content = ContractJson.read(cipher.open(sealed, "dispatch|" + job), MessageContent.class);
        assertThat(content.allowance())
                .isEqualTo(new ContactAllowance(
                        "routine",
                        List.of(
                                new Limit(24 * 60 - 15, 1, List.of("routine")),
                                new Limit(7 * 24 * 60 - 15, 3, List.of("routine")))));
    }

    /** The first was to be sent a day before, but is sent only now: both are released at once. */
    @Test
    void plansAnewWhatWouldWaitLongAndLeavesTheRestToTheGate() {
        schedule("first-" + patient, "lab_ready", SettableClock.START);
        var second = schedule("second-" + patient, "rx_refill", SettableClock.START.plus(DAY));
        var now = SettableClock.START.plus(DAY).minusSeconds(1);
        clock.set(now);

        parked(second, Duration.ofSeconds(3));
        parked(second, Duration.ofHours(23));

        await().untilAsserted(() -> assertThat(status(second)).isEqualTo("cancelled"));
        assertThat(deliveries.successor(second).dueAt()).isEqualTo(now.plus(DAY));
        assertThat(jobs()).isEqualTo(3);
    }

    private UUID schedule(String key, String purpose, Instant sendAt) {
        var more = ", \"send_at\": \"" + sendAt + "\", \"expires_at\": \"2026-04-20T00:00:00Z\"";
        var answer = schedule(clinic, key, reminder(clinic, patient, more).replace("appt_reminder", purpose));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return UUID.fromString(answer.at("/job_id"));
    }

    private void parked(UUID job, Duration pause) {
        var due = deliveries.due(job);
        kafka.publish(
                Topics.DELIVERY,
                job.toString(),
                new DeliveryReported(
                        job,
                        due.organizationId(),
                        due.patientId(),
                        due.channel(),
                        1,
                        DeliveryState.NOT_SENT,
                        null,
                        FailureClass.PARKED,
                        "contact-cap",
                        pause.toMillis(),
                        false,
                        clock.instant()));
    }
}
