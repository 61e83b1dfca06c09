package com.ovhi.outreach.analytics.retention;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Has everything forgotten that is too old, now and then. Safe in several instances at once. */
@Component
class Retention {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private final List<Forgetful> all;
    private final RetentionProperties properties;
    private final Clock clock;
    private final MeterRegistry meters;

    Retention(List<Forgetful> all, RetentionProperties properties, Clock clock, MeterRegistry meters) {
        this.all = List.copyOf(all);
        this.properties = properties;
        this.clock = clock;
        this.meters = meters;
    }

    @Scheduled(fixedDelayString = "${outreach.analytics.forget-every:PT6H}", initialDelayString = "PT17M")
    void run() {
        var before = clock.instant().minus(properties.retention());
        for (var each : all) {
            try {
                each.forget(before);
            } catch (RuntimeException e) {
                // What is left over is forgotten next time.
                meters.counter("outreach.analytics.forgetting.failed").increment();
                log.atWarn()
                        .addKeyValue("what", each.getClass().getSimpleName())
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("Old facts not forgotten");
            }
        }
    }
}
