package com.ovhi.outreach.analytics.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.analytics.ClinicEvents;
import com.ovhi.outreach.analytics.fact.Counter;
import com.ovhi.outreach.analytics.statistics.Crowds.Source;
import com.ovhi.outreach.analytics.statistics.StatisticsQuery.Filters;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** People behind the counts of a week are found without a look at the facts of all other weeks. */
@ServiceTest(schema = "ovhi_analytics")
class CrowdsPlanTests {

    private static final int JOBS = 3_000;
    private static final int DAYS = 300;

    private final long organization = new ClinicEvents().organization;
    private final JdbcTemplate batches;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    CrowdsPlanTests(JdbcTemplate batches, JdbcClient jdbc, TransactionTemplate transactions) {
        this.batches = batches;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @BeforeEach
    void aYearOfMessages() {
        var jobs = new ArrayList<Object[]>();
        var facts = new ArrayList<Object[]>();
        for (var i = 0; i < JOBS; i++) {
            var job = Ids.next().toString();
            var day = LocalDate.parse("2025-05-01").plusDays(i % DAYS);
            jobs.add(new Object[] {job, organization, "key" + i});
            for (var counter : List.of(Counter.SCHEDULED, Counter.SENT, Counter.DELIVERED)) {
                facts.add(new Object[] {job, counter.code(), organization, day});
            }
        }
        transactions.executeWithoutResult(_ -> {
            batches.batchUpdate(
                    "INSERT INTO stat_jobs (job_id, organization_id, channel, purpose, patient_key)"
                            + " VALUES (?, ?, 'sms', 'appt_reminder', ?)",
                    jobs);
            batches.batchUpdate(
                    "INSERT INTO job_milestones (job_id, milestone, organization_id, provider_id, channel,"
                            + " purpose, stat_date) VALUES (?, ?, ?, 0, 'sms', 'appt_reminder', ?)",
                    facts);
        });
        batches.execute("ANALYZE TABLE job_milestones, stat_jobs");
    }

    @AfterEach
    void theyAreGone() {
        transactions.executeWithoutResult(_ -> List.of("job_milestones", "stat_jobs")
                .forEach(table -> jdbc.sql("DELETE FROM " + table + " WHERE organization_id = ?")
                        .param(organization)
                        .update()));
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void aSpanIsFoundByOrganisationMilestoneAndDay(Source source) {
        var query = StatisticsQuery.of(organization, "2025-10-01", "2025-10-07", Filters.of(null, null));

        var plan = jdbc.sql("EXPLAIN FORMAT=JSON " + Crowds.counting(source, query, List.of(Dimension.CHANNEL)))
                .param("organization", organization)
                .param("from", query.span().from())
                .param("to", query.span().to())
                .query(String.class)
                .single();

        // MariaDB names the parts of the key it uses, MySQL 9 the ranges of them.
        assertThat(plan.replaceAll("\\s", ""))
                .contains("idx_job_milestones_stat")
                .containsPattern(
                        "\"(used_key_parts|ranges)\":\\[[^\\]]*organization_id[^\\]]*milestone[^\\]]*stat_date");
    }
}
