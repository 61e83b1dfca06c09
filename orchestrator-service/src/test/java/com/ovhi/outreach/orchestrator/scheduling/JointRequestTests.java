package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.Wording;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.CountedStatements;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.Requests;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Requests that arrive as events, many at a time: what they cost together, and that nothing is lost or made twice. */
@ServiceTest(schema = "ovhi_orchestrator")
class JointRequestTests extends OneClinic {

    private static final int REQUESTS = 60;
    private static final String CONSUMER = "KafkaConsumerDestination{consumerDestinationName='outreach.request.v1'";

    private final Requests requests;

    JointRequestTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            FieldCipher cipher,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
        requests = new Requests(kafka, cipher);
    }

    @Test
    void requestsThatArriveTogetherShareTheirStatements() {
        var patients =
                IntStream.range(0, REQUESTS).mapToObj(_ -> clinic.patient()).toList();
        CountedStatements.forget();

        patients.forEach(each -> requests.ask(request(each, "campaign/7/step/1", null)));

        await().untilAsserted(() -> assertThat(jobs()).isEqualTo(REQUESTS));
        var statements = CountedStatements.of(CONSUMER);
        var polls = statements.stream()
                .filter(sql -> sql.startsWith("SELECT event_id FROM inbox"))
                .count();
        assertThat((long) statements.size())
                .as("inbox 3, look-ups 3, locks 2, slots 2, jobs 2, decisions 1, events 3, settings 2, for each poll")
                .isLessThanOrEqualTo(10 * polls);
        assertThat(statements.size()).isLessThan(5 * REQUESTS);
    }

    @Test
    void tellsTheStepOfTheCampaignAndTheTextItWasWrittenFrom() {
        var step = new CampaignStep(3, 1, 12L);

        var request = requests.ask(request(patient, "campaign/7/step/1", step));

        var planned = kafka.await(
                Topics.JOB,
                JobChanged.class,
                job -> job.patientId() == patient && job.milestone() == Milestone.SCHEDULED);
        assertThat(planned.step()).isEqualTo(step);
        assertThat(planned.wording())
                .isEqualTo(new Wording(7, 3, "en", planned.channel() == Channel.SMS ? (Integer) 1 : null));
        await().untilAsserted(() -> assertThat(verdict(request)).isEqualTo("accepted"));
        cancel(planned.jobId());
        assertThat(awaitJob(planned.jobId(), Milestone.CANCELLED).step())
                .as("also as it is read from the database")
                .isEqualTo(step);
    }

    @Test
    void requestsOfOnePatientAreDecidedOneAfterTheOther() {
        clinic = usualClinic().open();
        var only = clinic.patient();

        var asked = IntStream.range(0, 4)
                .mapToObj(i -> requests.ask(request(only, "campaign/7/step/" + i, null)))
                .toList();

        asked.forEach(
                each -> await().untilAsserted(() -> assertThat(verdict(each)).isNotNull()));
        assertThat(jdbc.sql("""
                        SELECT COUNT(*) FROM comm_jobs one JOIN comm_jobs other USING (organization_id, patient_id)
                        WHERE patient_id = ? AND one.id < other.id
                            AND ABS(TIMESTAMPDIFF(HOUR, one.scheduled_at, other.scheduled_at)) < 168""").param(only).query(Integer.class).single())
                .as("marketing within seven days of marketing")
                .isZero();
    }

    @Test
    void oneThatCannotBeDecidedHoldsUpNoneOfThoseBeforeIt() {
        var before = IntStream.range(0, 5).mapToObj(_ -> clinic.patient()).toList();
        var broken = clinic.patient();
        Neighbours.broken(broken);
        var unknown = Clinic.number();
        var unwilling = clinic.patient();
        Neighbours.prefers(clinic.preferences(unwilling, false));

        var sound = before.stream()
                .map(each -> requests.ask(broken, request(each, "campaign/7/step/1", null)))
                .toList();
        var refused = requests.ask(broken, request(unwilling, "campaign/7/step/1", null));
        var waiting = requests.ask(broken, request(unknown, "campaign/7/step/1", null));
        var failing = requests.ask(broken, request(broken, "campaign/7/step/1", null));

        sound.forEach(
                each -> await().untilAsserted(() -> assertThat(verdict(each)).isEqualTo("accepted")));
        await().untilAsserted(() -> assertThat(verdict(refused)).isEqualTo("refused"));
        await().untilAsserted(() -> assertThat(waits(unknown)).isOne());
        assertThat(verdict(failing)).isNull();
        assertThat(verdict(waiting)).isNull();
        Neighbours.prefers(clinic.preferences(broken, true));
        await().untilAsserted(() -> assertThat(verdict(failing)).isEqualTo("accepted"));
        assertThat(jobs()).isEqualTo(6);
    }

    /** What was decided of the others is carried out as it was decided. */
    @Test
    void oneWhosePatientHasGotAnotherContactMeanwhileSpoilsNoneOfTheOthers() {
        clinic = usualClinic().open();
        var others = IntStream.range(0, 5).mapToObj(_ -> clinic.patient()).toList();
        var crowded = clinic.patient();
        var letGo = new CountDownLatch(1);
        Neighbours.holdUpText(crowded, letGo);

        var asked =
                others.stream().map(each -> requests.ask(crowded, notice(each))).toList();
        var late = requests.ask(crowded, notice(crowded));
        await().untilAsserted(() -> assertThat(Neighbours.renderings(clinic.name()))
                .anyMatch(each -> Objects.equals(each.patientId(), crowded)));
        var call = reminder(clinic, crowded, "").replace("appt_reminder", "rx_refill");
        assertThat(schedule(clinic, "meanwhile-" + crowded, call).status()).isEqualTo(201);
        letGo.countDown();

        asked.forEach(
                each -> await().untilAsserted(() -> assertThat(verdict(each)).isEqualTo("accepted")));
        await().untilAsserted(() -> assertThat(verdict(late)).isEqualTo("accepted"));
        assertThat(jdbc.sql("SELECT MAX(scheduled_at) > MIN(scheduled_at) FROM comm_jobs WHERE patient_id = ?")
                        .param(crowded)
                        .query(Boolean.class)
                        .single())
                .as("a day after what the patient has got meanwhile")
                .isTrue();
        assertThat(Neighbours.renderings(clinic.name()))
                .filteredOn(each -> others.contains(each.patientId()))
                .as("decided once")
                .hasSameSizeAs(others);
    }

    private OutreachRequested notice(long to) {
        return requests.of(clinic, to, Purpose.LAB_READY, "result/" + to).build();
    }

    @Test
    void repeatedRequestsMakeNoSecondJob() {
        var repeated = IntStream.range(0, 5)
                .mapToObj(_ -> request(clinic.patient(), "campaign/7/step/1", null))
                .toList();

        repeated.forEach(requests::ask);
        repeated.forEach(requests::ask);
        var last = requests.ask(request(clinic.patient(), "campaign/7/step/1", null));

        await().untilAsserted(() -> assertThat(verdict(last)).isEqualTo("accepted"));
        await().untilAsserted(() -> assertThat(jobs()).isEqualTo(6));
        assertThat(refusals()).isEmpty();
    }

    private OutreachRequested request(long to, String occasion, @Nullable CampaignStep step) {
        return requests.of(clinic, to, Purpose.CAMPAIGN_EDUCATION, occasion)
                .campaignId(7L)
                .step(step)
                .build();
    }

    private @Nullable String verdict(UUID request) {
        return jdbc.sql("SELECT verdict FROM decisions WHERE request_id = ?")
                .param(request.toString())
                .query(String.class)
                .optional()
                .orElse(null);
    }

    private int waits(long unknown) {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE awaited = ?")
                .param("patient/" + clinic.id() + "/" + unknown)
                .query(Integer.class)
                .single();
    }
}
