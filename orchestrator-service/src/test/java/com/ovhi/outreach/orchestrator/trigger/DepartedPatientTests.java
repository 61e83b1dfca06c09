package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nothing more is said to who has died, under none of their records. Against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class DepartedPatientTests extends EndingRecords {

    DepartedPatientTests(
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
    void nothingMoreWaitsForThePatientWhoDied() {
        book(patient, 1, MORNING);
        awaitJobs(tuple(patient, "queued", 3L));
        var other = clinic.patient();
        book(other, 1, MORNING);
        awaitJobs(tuple(patient, "queued", 3L), tuple(other, "queued", 3L));

        die(patient);

        awaitJobs(tuple(patient, "cancelled", 3L), tuple(other, "queued", 3L));
        var decidedBefore = schedule(clinic, "departed-" + patient, reminder(clinic, patient, ""));
        assertThat(decidedBefore.problem())
                .as("whatever the preferences of the moment before said")
                .isEqualTo("contact-not-allowed");
        awaitJobs(tuple(patient, "cancelled", 3L), tuple(other, "queued", 3L));
    }

    @Test
    void whoDiedUnderARecordThatWasGivenUpDiedUnderTheOther() {
        var stays = clinic.patient();
        book(stays, 1, MORNING);
        awaitJobs(tuple(stays, "queued", 3L));
        merge(patient, stays);
        await().until(() -> stands(patient) == stays);

        die(patient);

        awaitJobs(tuple(stays, "cancelled", 3L));
    }

    @Test
    void aRecordThatIsGivenUpAfterADeathTakesTheOtherWithIt() {
        var stays = clinic.patient();
        book(patient, 1, MORNING);
        book(stays, 1, NEXT_DAY);
        awaitJobs(tuple(patient, "queued", 3L), tuple(stays, "queued", 3L));
        die(patient);
        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "queued", 3L));

        merge(patient, stays);

        awaitJobs(tuple(patient, "cancelled", 3L), tuple(stays, "cancelled", 3L));
    }
}
