package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ExperimentExposed;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.segment.experiment.Design;
import com.ovhi.outreach.segment.experiment.Experiment;
import com.ovhi.outreach.segment.experiment.Variant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** When patients meet an experiment, and by which weights: what is published of it adds up to the shares it names. */
@ServiceTest(schema = "ovhi_segment")
class ExperimentTimesServiceTests extends RunningCampaigns {

    private static final int PATIENTS = 60;

    ExperimentTimesServiceTests(CampaignKit kit, @LocalServerPort int port) {
        super(kit, port);
    }

    @BeforeEach
    void fill() {
        insert(organization, PATIENTS);
    }

    @Test
    void whoWaitsForALaterVariantMeetsItWithTheOthers() {
        var campaign = campaign(
                api,
                segment(api, PATIENTS),
                "{\"purpose\": \"rx_refill\", \"channel\": \"sms\"}",
                ", \"ab_variants\": {\"variants\": [{\"name\": \"a\", \"weight\": 1},"
                        + " {\"name\": \"b\", \"weight\": 1, \"delay\": \"P1D\"}]}");
        change(api, campaign, "activate", 200);
        run(campaign);

        var exposures = exposures(campaign);
        var a = (int)
                exposures.stream().filter(each -> each.variant().equals("a")).count();
        assertThat(a).isBetween(10, PATIENTS - 10);
        assertThat(exposures)
                .allSatisfy(each -> assertThat(each.exposedAt())
                        .isEqualTo(exposures.getFirst().exposedAt()));
        assertThat(requests(campaign, a)).allMatch(each -> "a".equals(each.abVariant()));

        clock.advance(Duration.ofDays(1));
        run(campaign);
        requests(campaign, PATIENTS);
        assertThat(exposures(campaign)).hasSize(PATIENTS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoWaitsIsDrawnByTheWeightsThatArePublished(boolean moved) {
        var step = "{\"purpose\": \"rx_refill\", \"channel\": \"sms\", \"offset\": \"P2D\"}";
        var segment = segment(api, PATIENTS);
        var campaign = campaign(api, segment, step, weights(1, 1));
        change(api, campaign, "activate", 200);
        run(campaign);
        api.put("/api/v1/campaigns/" + campaign, body(segment, step, weights(9, 1)), 200);
        change(api, campaign, moved ? "activate?move=true" : "activate", 200);

        clock.advance(Duration.ofDays(2));
        run(campaign);

        var exposures = exposures(campaign);
        var weight = moved ? 9 : 1;
        var design = new Design(List.of(variant("a", weight), variant("b", 1)), null, null, null, null, null);
        var experiment = new Experiment(exposures.getFirst().experimentId(), organization, design, null, Set.of());
        assertThat(exposures).allSatisfy(each -> {
            assertThat(each.weights()).isEqualTo(Map.of("a", weight, "b", 1));
            assertThat(experiment.draw(each.patientId())).hasValue(each.variant());
        });
        assertThat(count("""
                SELECT COUNT(*) FROM enrolments e JOIN experiment_exposures x USING (patient_id)
                WHERE e.campaign_id = :campaign AND e.variant = x.variant""", campaign)).isEqualTo(PATIENTS);
    }

    private static String weights(int a, int b) {
        return ", \"ab_variants\": {\"variants\": [{\"name\": \"a\", \"weight\": " + a
                + "}, {\"name\": \"b\", \"weight\": " + b + "}]}";
    }

    private static Variant variant(String name, int weight) {
        return new Variant(name, weight, null, null, null, null, null);
    }

    private List<ExperimentExposed> exposures(long campaign) {
        await().atMost(Duration.ofSeconds(30)).until(() -> exposed(campaign).size() >= PATIENTS);
        return exposed(campaign);
    }

    private List<ExperimentExposed> exposed(long campaign) {
        return kafka.events(Topics.EXPOSURE, ExperimentExposed.class).stream()
                .filter(each -> each.campaignId() == campaign)
                .toList();
    }
}
