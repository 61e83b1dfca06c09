package com.ovhi.outreach.template.testsend;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Tests of templates.
 *
 * @param perHour how many an organisation may order in an hour of the suite's clock
 * @param addresses how many an organisation may keep
 * @param patience how long after the order a test may still be sent, on the suite's clock
 */
@Validated
@ConfigurationProperties("outreach.template.test-send")
record TestSendProperties(
        @DefaultValue("20") @Positive int perHour,
        @DefaultValue("200") @Positive int addresses,
        @DefaultValue("10m") Duration patience) {

    TestSendProperties {
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalStateException("outreach.template.test-send.patience must be more than nothing");
        }
    }
}
