package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchedulingRulesTests {

    @Test
    void makesOneOccasionOfACampaignAndPurpose() {
        assertThat(OccasionKey.ofCall(null, null, 7L, Purpose.CAMPAIGN_EDUCATION, "core", "key-0001"))
                .isEqualTo("campaign/7/campaign_education");
    }

    @Test
    void makesEveryKeyOfAClientAnOccasionOfItsOwn() {
        assertThat(OccasionKey.ofCall(null, null, null, Purpose.URGENT, "core", "key-0001"))
                .isEqualTo("call/core/key-0001")
                .isNotEqualTo(OccasionKey.ofCall(null, null, null, Purpose.URGENT, "clinic", "key-0001"));
    }

    @Test
    void seesTheSameRequestWhateverTheOrderOfItsVariables() {
        var variables = new LinkedHashMap<String, @Nullable Object>();
        variables.put("b", "2");
        variables.put("a", 1);
        var reversed = new LinkedHashMap<String, @Nullable Object>();
        reversed.put("a", 1);
        reversed.put("b", "2");

        assertThat(request(variables).fingerprint())
                .isEqualTo(request(reversed).fingerprint())
                .isNotEqualTo(request(Map.of("a", "1", "b", "2")).fingerprint())
                .hasSize(64);
    }

    @Test
    void knowsHowLongMessagesAreUseful() {
        var properties = properties(Set.of());

        assertThat(properties.usefulFor(Purpose.NO_SHOW)).isEqualTo(Duration.ofHours(24));
        assertThat(properties.usefulFor(Purpose.RX_REFILL)).isEqualTo(Duration.ofDays(7));
        assertThat(properties.usefulFor(Purpose.LAB_READY)).isEqualTo(Duration.ofDays(7));
        assertThat(properties.usefulFor(Purpose.URGENT)).isEqualTo(Duration.ofHours(4));
        assertThat(properties.typicalLatency(Channel.SMS)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void refusesSettingsThatMakeMarketingUrgent() {
        assertThatIllegalStateException().isThrownBy(() -> properties(Set.of(Purpose.CAMPAIGN_EDUCATION)));
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void answersEveryRefusalWithAProblem(Refusal refusal) {
        var problem = Refusals.problem(refusal, Map.of("job_id", "x"));

        assertThat(problem.slug()).isEqualTo(refusal.code());
        assertThat(problem.getStatusCode().is4xxClientError()).isTrue();
    }

    private static SchedulingProperties properties(Set<Purpose> urgent) {
        return new SchedulingProperties(
                null,
                null,
                urgent,
                Duration.ofDays(390),
                Duration.ofDays(7),
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                new SchedulingProperties.Together(1, 1, Duration.ZERO));
    }

    private static ScheduleRequest request(Map<String, @Nullable Object> variables) {
        return new ScheduleRequest(
                "1", Purpose.URGENT, null, variables, null, null, null, null, null, null, null, null, null);
    }
}
