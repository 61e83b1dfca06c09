package com.ovhi.outreach.orchestrator.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.OneClinic;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Plans of days long past, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class OldPlansTests extends OneClinic {

    private static final LocalDate LONG_AGO = LocalDate.of(2025, 10, 1);
    private static final LocalDate LATELY = LocalDate.of(2026, 2, 1);

    private final OldPlans plans;
    private final JdbcTemplate batches;
    private final TransactionTemplate transactions;

    OldPlansTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            OldPlans plans,
            JdbcTemplate batches,
            PlatformTransactionManager transactions,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
        this.plans = plans;
        this.batches = batches;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Test
    void areForgottenSomeAtATime() {
        plan(LONG_AGO, 1_001);
        plan(LATELY, 2);

        plans.purge();

        assertThat(List.of(left("visit_day_requests"), left("visit_day_visits"), left("visit_days")))
                .containsExactly(2, 2, 1);
    }

    @Test
    void areKeptAsLongAsWhatTheyAreToldByMayBeSent() {
        var told = job(clinic, patient);
        transactions.executeWithoutResult(_ -> {
            for (var speaker : List.of(told.toString(), Ids.next().toString())) {
                jdbc.sql("""
                                INSERT INTO household_members (member_job_id, job_id, organization_id, patient_id, joined_at)
                                VALUES (?, ?, ?, ?, '2025-10-01')""")
                        .params(Ids.next().toString(), speaker, clinic.id(), patient)
                        .update();
            }
        });

        plans.purge();
        assertThat(left("household_members")).isEqualTo(2);

        transactions.executeWithoutResult(_ -> jdbc.sql("UPDATE comm_jobs SET scheduled_at = '2025-10-02' WHERE id = ?")
                .param(told.toString())
                .update());
        plans.purge();
        assertThat(left("household_members")).isEqualTo(1);
    }

    @Test
    void whoLeftAHouseholdLongAgoIsForgotten() {
        var leavers = List.of(Ids.next().toString(), Ids.next().toString());
        transactions.executeWithoutResult(_ -> {
            for (var i = 0; i < 2; i++) {
                jdbc.sql("INSERT INTO household_leavers (member_job_id, job_id, left_at) VALUES (?, ?, ?)")
                        .params(leavers.get(i), Ids.next().toString(), i == 0 ? "2025-10-01" : "2026-03-01")
                        .update();
            }
        });

        plans.purge();

        assertThat(jdbc.sql("SELECT member_job_id FROM household_leavers WHERE member_job_id IN (:jobs)")
                        .param("jobs", leavers)
                        .query(String.class)
                        .list())
                .containsExactly(leavers.getLast());
    }

    @Test
    void contactsOfCampaignsAreKeptAsLongAsTheirMessagesMayBeSent() {
        var job = job(clinic, patient);
        transactions.executeWithoutResult(
                _ -> jdbc.sql("""
                        INSERT INTO campaign_contacts (job_id, campaign_id, organization_id, patient_id, occasion_key, round)
                        VALUES (?, 1, ?, ?, 'campaign/1/step/1', 0)""").params(job.toString(), clinic.id(), patient).update());

        plans.purge();
        assertThat(left("campaign_contacts")).isEqualTo(1);

        transactions.executeWithoutResult(_ -> jdbc.sql("UPDATE comm_jobs SET scheduled_at = '2025-10-02' WHERE id = ?")
                .param(job.toString())
                .update());
        plans.purge();
        assertThat(left("campaign_contacts")).isZero();
    }

    private int left(String table) {
        return jdbc.sql("SELECT COUNT(*) FROM " + table + " WHERE organization_id = ?")
                .param(clinic.id())
                .query(Integer.class)
                .single();
    }

    private void plan(LocalDate date, int count) {
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("INSERT INTO visit_days (organization_id, patient_id, visit_date, plan) VALUES (?, ?, ?, 1)")
                    .params(clinic.id(), patient, date)
                    .update();
            batches.batchUpdate(
                    "INSERT INTO visit_day_requests (request_id, organization_id, patient_id, visit_date, plan)"
                            + " VALUES (?, ?, ?, ?, 1)",
                    rows(count, i -> new Object[] {Ids.next().toString(), clinic.id(), patient, date}));
            batches.batchUpdate(
                    "INSERT INTO visit_day_visits (organization_id, patient_id, visit_date, plan, appointment_id, version)"
                            + " VALUES (?, ?, ?, 1, ?, 1)",
                    rows(count, i -> new Object[] {clinic.id(), patient, date, i}));
        });
    }

    private static List<Object[]> rows(int count, java.util.function.IntFunction<Object[]> row) {
        return IntStream.range(0, count).mapToObj(row).toList();
    }
}
