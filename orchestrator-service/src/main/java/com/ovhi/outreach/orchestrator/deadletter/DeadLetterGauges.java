package com.ovhi.outreach.orchestrator.deadletter;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How many jobs came to nothing and wait for a review, counted every fifteen seconds so that a scrape costs nothing. */
@Component
class DeadLetterGauges {

    private static final int MOST = 100_000;

    private final JdbcClient jdbc;
    private final Map<String, AtomicLong> items = new TreeMap<>();

    DeadLetterGauges(JdbcClient jdbc, MeterRegistry meters) {
        this.jdbc = jdbc;
        for (var state : new String[] {"open", "retrying"}) {
            var value = new AtomicLong();
            Gauge.builder("outreach.dlq.items", value, AtomicLong::get)
                    .description("Jobs that came to nothing, of all organisations, at most 100,000")
                    .tag("state", state)
                    .register(meters);
            items.put(state, value);
        }
    }

    @Scheduled(fixedDelayString = "PT15S", initialDelayString = "PT5S")
    @Transactional(readOnly = true)
    public void count() {
        items.forEach((state, value) -> value.set(
                jdbc.sql("SELECT COUNT(*) FROM (SELECT 1 FROM dlq_items WHERE state = ? LIMIT " + MOST + ") counted")
                        .param(state)
                        .query(Long.class)
                        .single()));
    }
}
