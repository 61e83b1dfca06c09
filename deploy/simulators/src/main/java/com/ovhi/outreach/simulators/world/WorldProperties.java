package com.ovhi.outreach.simulators.world;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Where the simulators keep their files, what feeds their chance, and where public webhook URLs really lead. */
@ConfigurationProperties("simulators")
public record WorldProperties(
        @DefaultValue(".outreach/simulators") Path dataDir,
        @DefaultValue("20260309") long seed,
        @Nullable String webhookBase) {}
