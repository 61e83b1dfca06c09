package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.segment.population.Selections;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much of a population a preview looks at.
 *
 * @param exactUpTo populations up to this size are counted as they are
 * @param lots of a larger one so many thousandths are counted
 * @param sampleLots of a larger one the patients shown are looked for in so many thousandths
 */
@Validated
@ConfigurationProperties("outreach.segment.preview")
record PreviewProperties(
        @DefaultValue("50000") @Min(0) int exactUpTo,
        @DefaultValue("20") @Min(1) @Max(Selections.LOTS) int lots,
        @DefaultValue("100") @Min(1) @Max(Selections.LOTS) int sampleLots) {}
