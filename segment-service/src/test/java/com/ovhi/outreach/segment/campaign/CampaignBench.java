package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.segment.BenchDatabase;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * How many requests a second one instance makes of a campaign, enrolment and relay to Kafka beside it. Size:
 * {@code -Doutreach.bench.patients}, 20,000 if nothing else is said. Run by {@code -Dtest=CampaignBench}.
 */
@ServiceTest(schema = "ovhi_segment")
class CampaignBench extends RunningCampaigns {

    /** Below it the measurement fails; of few patients the first seconds of the process are most of the time. */
    private static final int LIMIT = Integer.getInteger("outreach.bench.limit", 2_000);

    private static final int PATIENTS = Integer.getInteger("outreach.bench.patients", 20_000);

    CampaignBench(CampaignKit kit, @LocalServerPort int port) {
        super(kit, port);
    }

    @Test
    void asksForThousandsASecond() throws SQLException {
        BenchDatabase.enlarge();
        insert(organization, PATIENTS);
        var segment = segment(api, PATIENTS);
        var campaign = campaign(api, segment, "{\"purpose\": \"rx_refill\"}", "");
        transactions.executeWithoutResult(
                _ -> jdbc.sql("UPDATE comm_campaigns SET approved_edition = 1, approved_by = 'bench' WHERE id = ?")
                        .param(campaign)
                        .update());
        var start = System.nanoTime();

        change(api, campaign, "activate", 200);
        await().atMost(Duration.ofMinutes(30)).until(() -> {
            poller.expandDue();
            return count("SELECT COUNT(*) FROM step_executions WHERE campaign_id = :campaign", campaign) == PATIENTS;
        });

        var took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(count("SELECT COUNT(*) FROM enrolments WHERE campaign_id = :campaign", campaign))
                .isEqualTo(PATIENTS);
        var perSecond = PATIENTS * 1_000L / took.toMillis();
        System.out.printf("campaign: %,d requests a second (limit %,d)%n", perSecond, LIMIT);
        assertThat(perSecond).isGreaterThanOrEqualTo(LIMIT);
    }
}
