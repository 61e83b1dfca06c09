package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.ovhi.LabResultReady;
import com.ovhi.outreach.common.contract.ovhi.PatientMerged;
import com.ovhi.outreach.common.contract.ovhi.RefillDue;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.PreferencesLike;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What waits for a record that is given up, or is on its way to it, is told once, to the one that stays. Against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class MergedNoticeTests extends EventFlow {

    private final long subject = Clinic.number();

    MergedNoticeTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            FieldCipher cipher,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, cipher, port);
    }

    @Test
    void aResultARefillAndAMissedVisitAreToldToTheRecordThatStays() {
        kafka.publish(
                Topics.OVHI_PATIENT, key(), "lab.result_ready", new LabResultReady(subject, patient, clinic.id()));
        kafka.publish(
                Topics.OVHI_PATIENT,
                key(),
                "rx.refill_due",
                new RefillDue(subject, patient, clinic.id(), LocalDate.parse("2026-03-20")));
        clinic.close("appointment.no_show", subject, 1, patient);
        awaitJobs(4);
        var occasions = occasions(patient);
        var stays = clinic.patient();

        merge(patient, stays);

        awaitPlanned(stays, 4);
        assertThat(occasions(stays)).containsExactlyInAnyOrderElementsOf(occasions);
        assertThat(planned(patient)).isEmpty();
        assertThat(refusals()).isEmpty();
    }

    /** The slot lets nobody in whose contact was made, or may be under way. */
    @Test
    void inTheSameSlotSoThatNobodyIsToldTwice() {
        var first = noticed();
        var stays = clinic.patient();

        merge(patient, stays);

        assertThat(deliveries.successor(first).patientId()).isEqualTo(stays);
    }

    @Test
    void whatHasBeenSentIsSaidNoMore() {
        var first = noticed();
        deliveries.report(first, DeliveryState.ACCEPTED, null, "", 1);
        await().untilAsserted(() -> assertThat(status(first)).isEqualTo("sent"));
        var stays = clinic.patient();

        merge(patient, stays);
        others.ask(
                others.of(clinic, stays, Purpose.LAB_READY, occasions(patient).getFirst())
                        .subjectRef("result/" + subject)
                        .build());

        awaitRefusal("duplicate-contact");
        assertThat(planned(stays)).isEmpty();
    }

    @Test
    void whatIsOnItsWayIsJudgedForTheRecordThatStaysAndOnce() {
        var middle = clinic.patient();
        var stays = clinic.patient();
        merge(patient, middle);
        merge(middle, stays);
        await().until(() -> stands(patient) == stays);
        Neighbours.prefers(givenUp(patient));

        others.ask(notice(patient).build());
        awaitPlanned(stays, 1);
        others.ask(notice(middle).build());

        awaitRefusal("duplicate-contact");
        assertThat(planned(stays)).hasSize(1);
    }

    @Test
    void alsoWhenPreferenceServiceHasHeardOfItBefore() {
        var stays = clinic.patient();
        Neighbours.prefers(givenUp(patient));
        others.ask(notice(patient).build());
        await().untilAsserted(() -> assertThat(waiting()).isEqualTo(1));

        merge(patient, stays);

        awaitPlanned(stays, 1);
        assertThat(refusals()).isEmpty();
    }

    @Test
    void whatACampaignAskedForFollowsItsMembers() {
        var stays = clinic.patient();
        others.ask(others.of(clinic, patient, Purpose.CAMPAIGN_EDUCATION, "campaign/5/campaign_education")
                .campaignId(5L)
                .build());
        awaitPlanned(patient, 1);

        merge(patient, stays);

        await().untilAsserted(() -> assertThat(planned(patient)).isEmpty());
        settle();
        assertThat(planned(stays)).isEmpty();
    }

    /** What cannot be told to the record that stays either is for a person to look at. */
    @Test
    void isLeftToStaffWhenTheRecordThatStaysMayNotBeWrittenTo() {
        var first = noticed();
        var stays = clinic.patient();
        Neighbours.prefers(clinic.preferences(stays, false));

        merge(patient, stays);

        awaitRefusal("contact-not-allowed");
        await().untilAsserted(() -> assertThat(deadLetter(first)).contains("open"));
    }

    @Test
    void isToldToItOnceStaffHaveItTriedAgain() {
        var first = noticed();
        var stays = clinic.patient();
        Neighbours.prefers(clinic.preferences(stays, false));
        merge(patient, stays);
        await().untilAsserted(() -> assertThat(deadLetter(first)).contains("open"));
        Neighbours.prefers(new PreferencesLike(clinic.preferences(stays, true))
                .newer()
                .newer()
                .preferences());

        assertThat(post(
                                "/api/v1/comm/dlq/reviews",
                                tokens.bearer(clinic.id(), "ops"),
                                null,
                                "{\"action\": \"retry\", \"all\": true}")
                        .status())
                .isEqualTo(200);

        awaitPlanned(stays, 1);
        assertThat(deadLetter(first)).contains("retried");
        assertThat(planned(patient)).isEmpty();
    }

    private Optional<String> deadLetter(UUID of) {
        return jdbc.sql("SELECT state FROM dlq_items WHERE job_id = ?")
                .param(of.toString())
                .query(String.class)
                .optional();
    }

    private UUID noticed() {
        others.ask(notice(patient).build());
        awaitPlanned(patient, 1);
        return planned(patient).getFirst();
    }

    private OutreachRequested.Builder notice(long receiver) {
        return others.of(clinic, receiver, Purpose.LAB_READY, "result/" + subject + "@1/lab_ready/ready")
                .subjectRef("result/" + subject);
    }

    /** What preference-service says of a record that was given up. */
    private EffectivePreferences givenUp(long record) {
        return new PreferencesLike(clinic.preferences(record, true))
                .closed("patient-merged")
                .preferences();
    }

    private void merge(long from, long into) {
        kafka.publish(Topics.OVHI_PATIENT, key(), "patient.merged", new PatientMerged(from, clinic.id(), into));
    }

    private long stands(long record) {
        return jdbc.sql(
                        "SELECT COALESCE(merged_into, patient_id) FROM patients WHERE organization_id = ? AND patient_id = ?")
                .params(clinic.id(), record)
                .query(Long.class)
                .single();
    }

    private int waiting() {
        return jdbc.sql("SELECT COUNT(*) FROM waiting_events WHERE awaited = ? AND state = 'waiting'")
                .param("patient/" + clinic.id() + "/" + patient)
                .query(Integer.class)
                .single();
    }

    private void awaitPlanned(long receiver, int count) {
        await().untilAsserted(() -> assertThat(planned(receiver)).hasSize(count));
    }

    private List<UUID> planned(long receiver) {
        return jdbc
                .sql("SELECT id FROM comm_jobs WHERE patient_id = ? AND status IN ('queued', 'processing')")
                .param(receiver)
                .query(String.class)
                .list()
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    private List<String> occasions(long receiver) {
        return jdbc.sql("""
                        SELECT slot.occasion_key FROM comm_jobs job JOIN contact_slots slot ON slot.id = job.slot_id
                        WHERE job.patient_id = ?""")
                .param(receiver)
                .query((row, n) -> String.valueOf(row.getString("occasion_key")))
                .list();
    }
}
