package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.sql.Timestamp;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Members who take their first step while they enter, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class EnteringServiceTests extends RunningCampaigns {

    private static final Duration SOME_TURNS = Duration.ofSeconds(3);

    EnteringServiceTests(CampaignKit kit, @LocalServerPort int port) {
        super(kit, port);
    }

    @Test
    void whoIsEnrolledMeanwhileIsAskedForOnce() {
        var patients = insert(organization, 3);
        var campaign = campaign(api, segment(api, 3), AT_ONCE, "");
        // As the news of an entry does that is not committed yet when the members are gone through.
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("""
                            INSERT INTO enrolments (campaign_id, patient_id, enrolled_at, run, version, state, next_step,
                                next_at, anchor_at, previous_at)
                            VALUES (:campaign, :patient, :now, 1, 1, 'waiting', 0, :now, :now, :now)""")
                    .param("campaign", campaign)
                    .param("patient", patients.get(1))
                    .param("now", Timestamp.from(clock.instant()))
                    .update();
            change(api, campaign, "activate", 200);
            await().pollDelay(SOME_TURNS).until(() -> true);
        });

        run(campaign);

        assertThat(requests(campaign, 3))
                .extracting(OutreachRequested::patientId)
                .containsExactlyInAnyOrderElementsOf(patients);
        assertThat(exited(campaign, Enrolment.FINISHED)).isEqualTo(3);
    }
}
