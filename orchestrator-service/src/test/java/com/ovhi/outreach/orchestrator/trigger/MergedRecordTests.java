package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whose record is given up for another one is told there what was to be told. Against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class MergedRecordTests extends EndingRecords {

    MergedRecordTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            SettableClock clock,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, clock, port);
    }

    @Test
    void theVisitsOfARecordThatIsGivenUpAreToldToTheOneThatStays() {
        book(patient, 1, MORNING);
        awaitJobs(tuple(patient, "queued", 3L));
        var stays = clinic.patient();

        merge(patient, stays);

        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "queued", 3L));
        assertThat(jdbc.sql("SELECT COUNT(*) FROM appointments WHERE organization_id = ? AND patient_id = ?")
                        .params(clinic.id(), patient)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void alsoTheNewsOfThemThatWasNotDueYet() {
        book(patient, 1, MORNING);
        awaitJobs(tuple(patient, "queued", 3L));
        var stays = clinic.patient();
        clock.set(SettableClock.START.minus(Duration.ofHours(1)));

        merge(patient, stays);

        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "queued", 3L));
    }

    /** OVHI core may go on naming the record that was given up, and its events have topics of their own. */
    @Test
    void whatIsToldOfTheFormerRecordAfterwardsIsAboutTheOther() {
        var stays = clinic.patient();
        var visit = book(patient, 1, MORNING);
        awaitJobs(tuple(patient, "queued", 3L));
        merge(patient, stays);
        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "queued", 3L));

        clinic.book("appointment.moved", visit, 2, patient, NEXT_DAY);

        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "cancelled", 3L), tuple(stays, "queued", 3L));
        clinic.close("appointment.cancelled", visit, 3, patient);
        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "cancelled", 6L));
    }

    @Test
    void waitsForTheRecordThatStays() {
        book(patient, 1, MORNING);
        awaitJobs(tuple(patient, "queued", 3L));
        var stays = Clinic.number();

        merge(patient, stays);
        awaitJobs(tuple(patient, "cancelled", 3L));
        Neighbours.prefers(clinic.preferences(stays, true));
        clinic.register(stays, "en");

        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "queued", 3L));
    }

    @Test
    void mergesMayFollowEachOtherInAnyOrderButInNoCircle() {
        var second = clinic.patient();
        var last = clinic.patient();
        book(patient, 1, MORNING);
        awaitJobs(tuple(patient, "queued", 3L));

        merge(second, last);
        await().until(() -> stands(second) == last);
        merge(patient, second);
        await().until(() -> stands(patient) == last);
        merge(last, patient);
        merge(patient, second);

        awaitJobs(tuple(patient, "cancelled", 3L), tuple(last, "queued", 3L));
        book(second, 1, NEXT_DAY);
        awaitJobs(tuple(patient, "cancelled", 3L), tuple(last, "queued", 6L));
        assertThat(stands(last)).isEqualTo(last);
    }

    /** As with a record that somebody made in a hurry, without an address. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheFormerRecordMightNotBeToldIsToldToTheOneThatStays(boolean known) {
        Neighbours.prefers(clinic.preferences(patient, false));
        book(patient, 1, MORNING);
        await().untilAsserted(() -> assertThat(refusals())
                .containsExactly("contact-not-allowed", "contact-not-allowed", "contact-not-allowed"));
        var stays = known ? clinic.patient() : Clinic.number();

        merge(patient, stays);
        await().until(() -> stands(patient) == stays);
        Neighbours.prefers(clinic.preferences(stays, true));
        clinic.register(stays, "en");

        await().untilAsserted(() -> assertThat(reminders(stays)).isEqualTo(REMINDERS));
    }
}
