package com.ovhi.outreach.orchestrator;

import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The service, and for each test a clinic of its own with one patient. */
public abstract class OneClinic extends RunningOrchestrator {

    protected final JdbcClient jdbc;
    protected final Deliveries deliveries;
    protected Clinic clinic;
    protected long patient;

    protected OneClinic(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            int port) {
        super(kafka, tokens, patients, organizations, port);
        this.jdbc = jdbc;
        deliveries = new Deliveries(kafka);
        clinic = new Clinic(kafka, patients, organizations);
    }

    /** A clinic that sends as much as a test wants, unless the test says otherwise. */
    protected Clinic newClinic() {
        return clinic();
    }

    @BeforeEach
    void openClinic() {
        clinic = newClinic().open();
        patient = clinic.patient();
    }

    protected Reply cancel(UUID job) {
        return post("/api/v1/comm/jobs/" + job + "/cancel", core(clinic), null, "");
    }

    protected String status(UUID job) {
        return get("/api/v1/comm/jobs/" + job, core(clinic)).at("/job/status");
    }

    /** How many jobs there are or were. */
    protected int jobs() {
        return jdbc.sql("SELECT COUNT(*) FROM comm_jobs WHERE organization_id = ?")
                .param(clinic.id())
                .query(Integer.class)
                .single();
    }

    /** Why requests were refused, oldest first. */
    protected List<String> refusals() {
        return jdbc.sql("SELECT reason FROM decisions WHERE organization_id = ? AND verdict = 'refused' ORDER BY id")
                .param(clinic.id())
                .query((row, n) -> String.valueOf(row.getString("reason")))
                .list();
    }
}
