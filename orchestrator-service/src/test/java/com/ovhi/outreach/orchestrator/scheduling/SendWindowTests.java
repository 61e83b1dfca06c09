package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.PreferencesLike;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What the planner, and later the queue, learn of when a patient may be contacted. */
@ServiceTest(schema = "ovhi_orchestrator")
class SendWindowTests extends RunningOrchestrator {

    private Clinic clinic;
    private long patient;

    SendWindowTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        clinic = clinic();
    }

    @BeforeEach
    void openClinic() {
        clinic = clinic().open();
        patient = clinic.patient();
    }

    @Test
    void namesTheStatesAndTheHoursOfWorkThatThePatientStated() {
        var window = window(List.of("TX"), "patient");

        assertThat(window.states()).containsExactly("TX");
        assertThat(window.workStart()).isEqualTo(LocalTime.of(9, 0));
        assertThat(window.workEnd()).isEqualTo(LocalTime.of(17, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"provider", "organization", "global"})
    void leavesOutHoursOfWorkThatAreADefault(String level) {
        var window = window(null, level);

        assertThat(window.states()).isNull();
        assertThat(window.workStart()).isNull();
        assertThat(window.workEnd()).isNull();
    }

    @Test
    void tellsTheTimeThatWasPromised() {
        var reply = schedule(
                clinic,
                "not-before-" + patient,
                reminder(clinic, patient, ", \"not_before\": \"2026-03-05T15:00:00Z\""));

        var job = UUID.fromString(reply.at("/job_id"));
        var due = kafka.await(
                Topics.SCHEDULE, ContactDue.class, each -> each.jobId().equals(job));
        assertThat(due.window().notBefore()).isEqualTo("2026-03-05T15:00:00Z");
    }

    /** As the planner was asked, which is as the queue got it. */
    private SendWindow window(@Nullable List<String> states, String level) {
        Neighbours.prefers(new PreferencesLike(clinic.preferences(patient, true))
                .in(states, level)
                .preferences());
        var job = job(clinic, patient);
        var due = kafka.await(
                Topics.SCHEDULE, ContactDue.class, each -> each.jobId().equals(job));
        assertThat(Neighbours.plans())
                .filteredOn(each -> Long.valueOf(clinic.id()).equals(each.organizationId()))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.window()).isEqualTo(due.window()));
        return due.window();
    }
}
