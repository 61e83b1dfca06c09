package com.ovhi.outreach.channel.reconciliation;

import com.ovhi.outreach.channel.intent.IntentState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How many attempts have an outcome nobody knows, counted every fifteen seconds so that a scrape costs nothing. */
@Component
class UnsettledGauge {

    private static final int MOST = 100_000;

    private final JdbcClient jdbc;
    private final Map<IntentState, AtomicLong> unsettled = new EnumMap<>(IntentState.class);

    UnsettledGauge(JdbcClient jdbc, MeterRegistry meters) {
        this.jdbc = jdbc;
        for (var state : new IntentState[] {IntentState.UNKNOWN, IntentState.REVIEW}) {
            var value = new AtomicLong();
            Gauge.builder("outreach.intents.unsettled", value, AtomicLong::get)
                    .description("Attempts whose outcome nobody knows: being reconciled, or for a person to decide")
                    .tag("state", state.code())
                    .register(meters);
            unsettled.put(state, value);
        }
    }

    @Scheduled(fixedDelayString = "PT15S", initialDelayString = "PT5S")
    @Transactional(readOnly = true)
    public void count() {
        unsettled.forEach((state, value) -> value.set(
                jdbc.sql("SELECT COUNT(*) FROM (SELECT 1 FROM send_intents WHERE state = ? LIMIT " + MOST + ") counted")
                        .param(state.code())
                        .query(Long.class)
                        .single()));
    }
}
