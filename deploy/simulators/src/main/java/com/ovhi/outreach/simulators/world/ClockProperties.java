package com.ovhi.outreach.simulators.world;

import jakarta.validation.constraints.Positive;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** Where the domain clock starts and how fast it runs, or the file that says so; unset means real time. */
@Validated
@ConfigurationProperties("outreach.clock")
record ClockProperties(
        @Nullable Instant origin,
        @Nullable Instant start,
        @DefaultValue("1") @Positive double speed,
        @Nullable Path file) {}
