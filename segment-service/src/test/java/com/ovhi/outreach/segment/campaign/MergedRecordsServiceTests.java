package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.segment.campaign.Executions.Fact;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What looking for merged records costs. */
@ServiceTest(schema = "ovhi_segment")
class MergedRecordsServiceTests extends RunningCampaigns {

    private final MergedRecords merged;

    private final ObjectionsElsewhere objections;

    MergedRecordsServiceTests(
            CampaignKit kit, MergedRecords merged, ObjectionsElsewhere objections, @LocalServerPort int port) {
        super(kit, port);
        this.merged = merged;
        this.objections = objections;
    }

    @Test
    void itDoesNotGrowWithThoseWhoAreEnrolled() {
        var patients = insert(organization, 4_000);
        var campaign = campaign(api, segment(api, 4_000), IN_TWO_DAYS, "");
        var survivor = patients.getFirst();
        merge(patients.getLast(), survivor);
        enrolAllBut(survivor, campaign);
        var chunk = patients.subList(0, 1_000);

        var read = Objects.requireNonNull(transactions.execute(_ -> {
            var before = RowsRead.soFar(jdbc);
            merged.takeOver(campaign, chunk, clock.instant());
            return RowsRead.soFar(jdbc) - before;
        }));

        assertThat(read).isLessThan(2 * chunk.size() + 300L);
        assertThat(count(
                        "SELECT COUNT(*) FROM enrolments WHERE campaign_id = :campaign AND patient_id = " + survivor,
                        campaign))
                .isEqualTo(1);
    }

    @Test
    void lookingForWhatIsDoubtfulDoesNotGrowWithAllPatients() {
        var patients = insert(organization, 4_000);
        merge(patients.getLast(), patients.getFirst());
        var objecting = patients.subList(0, 300);
        transactions.executeWithoutResult(_ -> objecting.forEach(
                each -> objections.remember(UUID.randomUUID(), each, Fact.OPTED_OUT, clock.instant())));
        analyze();

        var read = Objects.requireNonNull(transactions.execute(_ -> {
            var before = RowsRead.soFar(jdbc);
            objections.doubted(clock.instant().minusSeconds(1));
            return RowsRead.soFar(jdbc) - before;
        }));

        assertThat(read).isLessThan(8 * objecting.size());
    }

    private void merge(long from, long into) {
        transactions.executeWithoutResult(_ -> jdbc.sql("UPDATE patients SET merged_into = ? WHERE patient_id = ?")
                .params(into, from)
                .update());
    }

    private void enrolAllBut(long patient, long campaign) {
        transactions.executeWithoutResult(_ -> jdbc.sql("""
                        INSERT INTO enrolments (campaign_id, patient_id, version, state, next_step)
                        SELECT :campaign, patient_id, 1, 'waiting', 0 FROM patients
                        WHERE organization_id = :organization AND patient_id <> :patient""")
                .param("campaign", campaign)
                .param("organization", organization)
                .param("patient", patient)
                .update());
        analyze();
    }

    private void analyze() {
        jdbc.sql("ANALYZE TABLE patients, enrolments, objections_elsewhere")
                .query((row, _) -> row.getString("Msg_text"))
                .list();
    }
}
