package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The calls that show jobs and call them off. */
@ServiceTest(schema = "ovhi_orchestrator")
class JobCallTests extends OneClinic {

    JobCallTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
    }

    @Test
    void showsAJobWithItsHistoryAndDecision() {
        var job = job(clinic, patient);

        var reply = get("/api/v1/comm/jobs/" + job, core(clinic));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("/job/status")).isEqualTo("queued");
        assertThat(reply.at("/job/recipient")).startsWith("***").hasSize(5);
        assertThat(reply.at("/milestones/scheduled")).isNotEmpty();
        assertThat(reply.at("/decision/verdict")).isEqualTo("accepted");
        assertThat(reply.body()).doesNotContain(Clinic.number(patient));
    }

    @Test
    void hidesJobsOfOtherOrganizations() {
        var job = job(clinic, patient);
        var other = clinic().open();

        var foreign = get("/api/v1/comm/jobs/" + job, core(other));
        var missing = get("/api/v1/comm/jobs/" + UUID.randomUUID(), core(other));

        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.withoutTrace()).isEqualTo(missing.withoutTrace());
        assertThat(post("/api/v1/comm/jobs/" + job + "/cancel", core(other), null, "")
                        .status())
                .isEqualTo(404);
        assertThat(get("/api/v1/comm/jobs?patient_id=" + patient, core(other))
                        .json()
                        .at("/jobs"))
                .isEmpty();
    }

    @Test
    void listsJobsPageByPage() {
        var oldest = job(clinic, patient);
        var middle = job(clinic, patient);
        var newest = job(clinic, patient);
        var uri = "/api/v1/comm/jobs?status=queued&limit=2&patient_id=" + patient;

        var first = get(uri, core(clinic));
        var second = get(uri + "&after=" + first.at("/next"), core(clinic));

        assertThat(first.json().at("/jobs").findValuesAsString("job_id"))
                .containsExactly(newest.toString(), middle.toString());
        assertThat(second.json().at("/jobs").findValuesAsString("job_id")).containsExactly(oldest.toString());
        assertThat(second.json().at("/next").isNull()).isTrue();
        assertThat(get("/api/v1/comm/jobs?limit=0", core(clinic)).status()).isEqualTo(400);
        assertThat(get("/api/v1/comm/jobs?status=lost", core(clinic)).status()).isEqualTo(400);
    }

    @Test
    void cancelsAJobOnce() {
        var job = job(clinic, patient);
        var uri = "/api/v1/comm/jobs/" + job + "/cancel";

        assertThat(post(uri, core(clinic), null, "").at("/job/status")).isEqualTo("cancelled");
        assertThat(post(uri, core(clinic), null, "").status()).isEqualTo(200);

        kafka.await(
                Topics.SCHEDULE, ContactWithdrawn.class, each -> each.jobId().equals(job));
        awaitJob(job, Milestone.CANCELLED);
        assertThat(kafka.events(Topics.JOB, JobChanged.class))
                .filteredOn(each -> each.jobId().equals(job) && each.milestone() == Milestone.CANCELLED)
                .hasSize(1);
    }
}
