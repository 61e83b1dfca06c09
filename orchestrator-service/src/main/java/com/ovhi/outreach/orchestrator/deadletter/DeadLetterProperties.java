package com.ovhi.outreach.orchestrator.deadletter;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How dead letters are reviewed.
 *
 * @param perSecond how many are tried again each second, real time
 * @param alone how many one person may review at once; more needs a second one
 * @param most how many can be reviewed at once at all
 */
@Validated
@ConfigurationProperties("outreach.dlq")
public record DeadLetterProperties(
        @DefaultValue("50") @Min(1) @Max(1_000) int perSecond,
        @DefaultValue("500") @Min(1) int alone,
        @DefaultValue("10000") @Min(1) int most) {}
