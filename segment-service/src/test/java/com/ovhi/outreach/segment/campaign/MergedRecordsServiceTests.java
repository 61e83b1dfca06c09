package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What looking for merged records costs. */
@ServiceTest(schema = "ovhi_segment")
class MergedRecordsServiceTests extends RunningCampaigns {

    private final MergedRecords merged;

    MergedRecordsServiceTests(CampaignKit kit, MergedRecords merged, @LocalServerPort int port) {
        super(kit, port);
        this.merged = merged;
    }

    @Test
    void itDoesNotGrowWithThoseWhoAreEnrolled() {
        var patients = insert(organization, 4_000);
        var campaign = campaign(api, segment(api, 4_000), IN_TWO_DAYS, "");
        enrolAll(campaign);
        var chunk = patients.subList(0, 1_000);

        var read = Objects.requireNonNull(transactions.execute(_ -> {
            var before = RowsRead.soFar(jdbc);
            merged.takeOver(campaign, chunk, clock.instant());
            return RowsRead.soFar(jdbc) - before;
        }));

        assertThat(read).isLessThan(2 * chunk.size() + 300L);
    }

    private void enrolAll(long campaign) {
        transactions.executeWithoutResult(_ -> jdbc.sql("""
                        INSERT INTO enrolments (campaign_id, patient_id, version, state, next_step)
                        SELECT :campaign, patient_id, 1, 'waiting', 0 FROM patients WHERE organization_id = :organization""")
                .param("campaign", campaign)
                .param("organization", organization)
                .update());
        jdbc.sql("ANALYZE TABLE patients, enrolments")
                .query((row, _) -> row.getString("Msg_text"))
                .list();
    }
}
