package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.testing.ForkedService;
import com.ovhi.outreach.common.testing.TestServers;
import com.ovhi.outreach.segment.BenchDatabase;
import com.ovhi.outreach.segment.SegmentApplication;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The process dies by {@code kill -9} five times at random while it takes patients through two steps. In the end each has
 * exactly one request for each step. {@code -Doutreach.kill.patients=100000} makes it as many as the issue asks for.
 */
class CampaignKillServiceTests {

    private static final String SCHEMA = "ovhi_segment_kill";
    private static final int PATIENTS = Integer.getInteger("outreach.kill.patients", 6_000);
    private static final Duration PATIENCE = Duration.ofMinutes(3).plusMillis(5L * PATIENTS);
    private static final int KILLS = 5;
    private static final int STEPS = 2;
    private static final String REQUESTS = "SELECT COUNT(*) FROM outbox WHERE topic = 'outreach.request.v1'";

    /** Committed with their requests, and counted by an index: looking often must not cost more than what is looked at. */
    private static final String ASKED =
            "SELECT COUNT(*) FROM step_executions WHERE campaign_id = 1 AND outcome = 'requested'";

    private static final String GONE_THROUGH =
            "SELECT COUNT(*) FROM enrolments WHERE campaign_id = 1 AND state = 'exited' AND exit_reason = 'finished'";

    private final Random random = new Random(20_261_126);
    private JdbcTemplate jdbc = new JdbcTemplate();

    @BeforeEach
    void createSchema() {
        TestServers.database().createSchema(SCHEMA, SCHEMA, "test");
        jdbc = new JdbcTemplate(
                new DriverManagerDataSource(TestServers.database().url(SCHEMA), SCHEMA, "test"));
    }

    @Test
    void eachMemberHasOneRequestForEachStep() throws IOException, SQLException {
        BenchDatabase.enlarge();
        try (var first = ForkedService.startWithoutEvents(SegmentApplication.class, SCHEMA)) {
            assertThat(first.port()).isPositive();
        }
        plan();
        for (var kill = 1; kill <= KILLS; kill++) {
            try (var service = ForkedService.startWithoutEvents(SegmentApplication.class, SCHEMA)) {
                var enough = (long) PATIENTS * STEPS * (kill - 1) / (KILLS + 1) + random.nextInt(PATIENTS / 10) + 1;
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(5 + PATIENTS / 500))
                        .until(() -> count(ASKED) >= enough);
                service.kill();
            }
        }
        assertThat(count(REQUESTS)).as("killed in the middle").isLessThan((long) PATIENTS * STEPS);
        try (var last = ForkedService.startWithoutEvents(SegmentApplication.class, SCHEMA)) {
            assertThat(last.port()).isPositive();
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> count(GONE_THROUGH) == PATIENTS);
        }

        assertThat(count(REQUESTS)).isEqualTo((long) PATIENTS * STEPS);
        assertThat(count("SELECT COUNT(DISTINCT patient_id, step) FROM step_executions WHERE outcome = 'requested'"))
                .isEqualTo((long) PATIENTS * STEPS);
        assertThat(count("SELECT COUNT(*) FROM (SELECT event_key FROM outbox WHERE topic = 'outreach.request.v1'"
                        + " GROUP BY event_key HAVING COUNT(*) <> " + STEPS + ") uneven"))
                .isZero();
    }

    /** Two steps without a pause between them, so that no time of its own has to pass. */
    private void plan() {
        jdbc.update("INSERT INTO organizations (organization_id, display_name, phone, timezone)"
                + " VALUES (1, 'Clinic', '+12125550100', 'UTC')");
        var patients = IntStream.rangeClosed(1, PATIENTS)
                .mapToObj(each -> new Object[] {each})
                .toList();
        jdbc.batchUpdate(
                "INSERT INTO patients (patient_id, organization_id, registered_at, marketing_sms) VALUES (?, 1, NOW(6), TRUE)",
                patients);
        jdbc.update("INSERT INTO patient_segments (id, name, rules, organization_id, created_by, evaluate_at,"
                + " evaluated_version) VALUES (1, 'Everybody', 'true', 1, 'test', NOW(6) + INTERVAL 1 DAY, 0)");
        jdbc.batchUpdate("INSERT INTO segment_members (segment_id, patient_id) VALUES (1, ?)", patients);
        var course = ContractJson.writeText(Steps.course("", ""));
        var steps = Step.write(Steps.course("", "").steps());
        jdbc.update(
                "INSERT INTO campaign_versions (campaign_id, version, course, created_by) VALUES (1, 1, ?, 'test')",
                course);
        jdbc.update(
                "INSERT INTO comm_campaigns (id, name, segment_id, steps, organization_id, created_by, status, starts_at,"
                        + " running_edition, approved_edition) VALUES (1, 'Kill', 1, ?, 1, 'test', 'active', NOW(6), 1, 1)",
                steps);
    }

    private long count(String query) {
        var count = jdbc.queryForObject(query, Long.class);
        return count == null ? 0 : count;
    }
}
