package com.ovhi.outreach.common.app;

import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts a service: its settings come from {@code common-defaults.yml} and {@code <name>.yml}, never another's. */
public final class OutreachService {

    private OutreachService() {}

    /** A builder, for a launcher that runs several services in one process. */
    public static SpringApplicationBuilder builder(Class<?> application, String name) {
        return new SpringApplicationBuilder(application)
                .properties(Map.of("spring.config.name", "common-defaults," + name, "spring.application.name", name));
    }

    /** Starts the service in this process. */
    public static ConfigurableApplicationContext run(Class<?> application, String name, String... args) {
        return builder(application, name).run(args);
    }
}
