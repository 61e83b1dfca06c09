package com.ovhi.outreach.preference.page;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The patient's preference page.
 *
 * @param base where patients reach this service, without a slash at the end
 * @param validity how long a link works, on the suite's clock
 */
@Validated
@ConfigurationProperties("outreach.preference-page")
record PreferencePageProperties(
        @NotBlank String base, @DefaultValue("72h") @NotNull Duration validity) {}
