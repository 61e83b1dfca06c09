package com.ovhi.outreach.preference.page.html;

import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of pages for patients, for each minute and over all instances.
 *
 * @param perLink uses of one link
 * @param unknownPerClient links that do not exist, from one address
 */
@Validated
@ConfigurationProperties("outreach.page-limits")
record PageLimitProperties(
        @DefaultValue("60") @Positive int perLink,
        @DefaultValue("10") @Positive int unknownPerClient) {}
