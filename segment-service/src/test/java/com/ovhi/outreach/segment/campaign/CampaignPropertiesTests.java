package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.segment.campaign.Executions.Health;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a campaign is paused by itself: of 50 messages a tenth that fail, 0.3 % spam reports, 3 % opt-outs. */
class CampaignPropertiesTests {

    private static final CampaignProperties PROPERTIES =
            new CampaignProperties(5_000, Duration.ofDays(1), 50, 0.10, 0.003, 0.03, Map.of());

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, none",
        "49, 0, 9, 9, none",
        "44, 5, 0, 0, none",
        "45, 5, 0, 0, error-rate",
        "46, 4, 0, 0, none",
        "0, 50, 0, 0, error-rate",
        "100, 0, 1, 0, none",
        "100, 0, 2, 0, complaint-rate",
        "1000, 0, 2, 0, none",
        "100, 0, 0, 2, none",
        "100, 0, 0, 3, opt-out-rate"
    })
    void asManyAs(long sent, long failed, long complained, long optedOut, String reason) {
        assertThat(PROPERTIES
                        .ailment(new Health(sent, failed, complained, optedOut))
                        .orElse("none"))
                .isEqualTo(reason);
    }

    @Test
    void reachesAFifthMoreThanWasApproved() {
        assertThat(PROPERTIES.mayReach(null)).as("from before it was kept").isEqualTo(Long.MAX_VALUE);
        assertThat(PROPERTIES.mayReach(100L)).isEqualTo(5_000);
        assertThat(PROPERTIES.mayReach(10_000L)).isEqualTo(12_000);
    }

    @Test
    void costsWhatEveryStepCostsOnItsDearestChannelForEverybody() {
        var prices = Map.of(Channel.SMS, new BigDecimal("0.02"), Channel.EMAIL, new BigDecimal("0.001"));
        var properties = new CampaignProperties(5_000, Duration.ofDays(1), 50, 0.10, 0.003, 0.03, prices);

        assertThat(properties.mostExpensive(
                        Steps.course("\"channel\": \"email\"", "\"channels\": [\"email\", \"sms\"]"), 1_000))
                .isEqualByComparingTo("21");
        assertThat(properties.mostExpensive(Steps.course("\"channel\": \"email\"", ""), 1_000))
                .as("any channel, and nobody knows what WhatsApp costs")
                .isNull();
    }
}
