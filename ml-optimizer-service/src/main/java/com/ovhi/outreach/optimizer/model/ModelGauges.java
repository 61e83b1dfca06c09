package com.ovhi.outreach.optimizer.model;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How the models in use do, as gauges: the worst of all organisations for each model. Who has switched the optimiser off uses none, and
 * is trained none that could end an alert.
 */
@Component
class ModelGauges {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Map<ModelKind, AtomicReference<Watched>> watched = new EnumMap<>(ModelKind.class);

    ModelGauges(JdbcClient jdbc, Clock clock, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.clock = clock;
        for (var kind : ModelKind.values()) {
            watched.put(kind, new AtomicReference<>(Watched.NOTHING));
            gauge(
                    meters,
                    kind,
                    "outreach.model.champions",
                    "Organisations that use a model of their own",
                    Watched::champions);
            gauge(
                    meters,
                    kind,
                    "outreach.model.drift",
                    "How far what happens is off what a model in use expects, as a share of that",
                    Watched::drift);
            gauge(
                    meters,
                    kind,
                    "outreach.model.unfair",
                    "Groups of patients about whom a model in use is wrong",
                    Watched::unfair);
            gauge(
                    meters,
                    kind,
                    "outreach.model.stale",
                    "Organisations whose model is too old to be used",
                    Watched::stale);
        }
    }

    private void gauge(
            MeterRegistry meters, ModelKind kind, String name, String description, ToDoubleFunction<Watched> value) {
        Gauge.builder(name, () -> value.applyAsDouble(seen(kind).get()))
                .description(description)
                .tag("model", kind.code())
                .register(meters);
    }

    private AtomicReference<Watched> seen(ModelKind kind) {
        var seen = watched.get(kind);
        if (seen == null) {
            throw new IllegalStateException("Every model is watched");
        }
        return seen;
    }

    @Scheduled(fixedDelayString = "PT30S", initialDelayString = "PT10S")
    @Transactional(readOnly = true)
    void look() {
        var seen = new EnumMap<ModelKind, Watched>(ModelKind.class);
        jdbc.sql("SELECT model, COUNT(*) AS champions, MAX(drift) AS drift, SUM(unfair) AS unfair,"
                        + " SUM(trained_to < ?) AS stale FROM trained_models WHERE state = 'champion' AND NOT EXISTS"
                        + " (SELECT 1 FROM optimizer_settings setting WHERE NOT setting.enabled"
                        + " AND setting.organization_id = trained_models.organization_id) GROUP BY model")
                .param(Timestamp.from(clock.instant().minus(Champions.FRESH)))
                .query(row -> {
                    var now = new Watched(
                            row.getInt("champions"), row.getDouble("drift"), row.getInt("unfair"), row.getInt("stale"));
                    ModelKind.of(row.getString("model")).ifPresent(kind -> seen.put(kind, now));
                });
        watched.forEach((kind, value) -> value.set(seen.getOrDefault(kind, Watched.NOTHING)));
    }

    private record Watched(int champions, double drift, int unfair, int stale) {

        static final Watched NOTHING = new Watched(0, 0, 0, 0);
    }
}
