package com.ovhi.outreach.orchestrator.projection;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.HourWeights;
import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.contract.OptimizerSwitched;
import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What ml-optimizer-service has told us about patients; the newest version wins. Thread-safe. */
@Repository
public class Insights {

    /** With less confidence than this a learned channel is a guess. */
    private static final double SURE = 0.5;

    private static final int HOURS = 24;

    // The version is assigned last: the others compare with the old.
    private static final String KEEP = """
            INSERT INTO patient_insights
                (organization_id, patient_id, version, best_hour, best_channel, fatigue, confidence,
                 channel_confidence, hour_weights, no_show_risk)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE
                best_hour = IF(VALUES(version) > version, VALUES(best_hour), best_hour),
                best_channel = IF(VALUES(version) > version, VALUES(best_channel), best_channel),
                fatigue = IF(VALUES(version) > version, VALUES(fatigue), fatigue),
                confidence = IF(VALUES(version) > version, VALUES(confidence), confidence),
                channel_confidence = IF(VALUES(version) > version, VALUES(channel_confidence), channel_confidence),
                hour_weights = IF(VALUES(version) > version, VALUES(hour_weights), hour_weights),
                no_show_risk = IF(VALUES(version) > version, VALUES(no_show_risk), no_show_risk),
                version = GREATEST(version, VALUES(version))""";

    private static final String SWITCH = """
            INSERT INTO optimizer_switches (organization_id, enabled, version) VALUES (?, ?, ?)
            ON DUPLICATE KEY UPDATE
                enabled = IF(VALUES(version) > version, VALUES(enabled), enabled),
                version = GREATEST(version, VALUES(version))""";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    Insights(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** What is known of a patient. */
    @Transactional(readOnly = true)
    public Insight of(long organizationId, long patientId) {
        var patient = new PatientRef(organizationId, patientId);
        return of(Set.of(patient)).getOrDefault(patient, Insight.NONE);
    }

    /** What is known of patients; those of whom nothing is are left out. */
    @Transactional(readOnly = true)
    public Map<PatientRef, Insight> of(Set<PatientRef> patients) {
        var known = new HashMap<PatientRef, Insight>();
        Several.of(patients).in(jdbc.sql("""
                        SELECT insight.organization_id, insight.patient_id, best_hour, best_channel,
                            COALESCE(channel_confidence, confidence) AS channel_confidence, fatigue, hour_weights,
                            COALESCE(no_show_risk, 0) AS no_show_risk, COALESCE(turned.enabled, TRUE) AS enabled
                        FROM patient_insights insight
                        LEFT JOIN optimizer_switches turned ON turned.organization_id = insight.organization_id
                        WHERE insight.organization_id IN (:organizations) AND insight.patient_id IN (:patients)""")).query(row -> {
            known.put(new PatientRef(row.getLong("organization_id"), row.getLong("patient_id")), read(row));
        });
        return known;
    }

    /** Where nothing learned may be used, how tired somebody is still protects them. */
    private static Insight read(ResultSet row) throws SQLException {
        if (!row.getBoolean("enabled")) {
            return new Insight(null, null, row.getDouble("fatigue"), null, 0);
        }
        var weights = row.getString("hour_weights");
        return new Insight(
                row.getObject("best_hour", Integer.class),
                row.getDouble("channel_confidence") < SURE ? null : channel(row.getString("best_channel")),
                row.getDouble("fatigue"),
                weights == null ? null : ContractJson.read(weights, HourWeights.class),
                row.getDouble("no_show_risk"));
    }

    private static @Nullable Channel channel(@Nullable String code) {
        return code == null ? null : Channel.of(code);
    }

    /** Keeps insights unless newer ones are known, so that repetition does no harm. */
    @Transactional
    void learned(List<InsightLearned> insights) {
        // Whoever locks rows locks them in the order of patients.
        var inOrder = insights.stream()
                .sorted(Comparator.comparingLong(InsightLearned::patientId))
                .toList();
        batches.batchUpdate(KEEP, inOrder, Math.max(1, inOrder.size()), (statement, insight) -> {
            var channel = insight.bestChannel();
            statement.setLong(1, insight.organizationId());
            statement.setLong(2, insight.patientId());
            statement.setLong(3, insight.version());
            statement.setObject(4, hour(insight));
            statement.setString(5, channel == null ? null : channel.code());
            statement.setDouble(6, insight.fatigue());
            statement.setDouble(7, insight.confidence());
            statement.setObject(8, insight.channelConfidence());
            statement.setString(9, weights(insight));
            statement.setObject(10, insight.noShowRisk());
        });
    }

    /** Keeps whether organisations want what was learned to be used, unless something newer is known. */
    @Transactional
    void switched(List<OptimizerSwitched> switches) {
        var inOrder = switches.stream()
                .sorted(Comparator.comparingLong(OptimizerSwitched::organizationId))
                .toList();
        batches.batchUpdate(SWITCH, inOrder, Math.max(1, inOrder.size()), (statement, each) -> {
            statement.setLong(1, each.organizationId());
            statement.setBoolean(2, each.enabled());
            statement.setLong(3, each.version());
        });
    }

    /** A plan that is asked for with an hour no day has would be refused, and the message with it. */
    private static @Nullable Integer hour(InsightLearned insight) {
        var hour = insight.bestHour();
        return hour == null || hour < 0 || hour >= HOURS ? null : hour;
    }

    /** What nobody can draw by is not kept. */
    private static @Nullable String weights(InsightLearned insight) {
        var weights = insight.hourWeights();
        return weights == null || !weights.sound() ? null : ContractJson.writeText(weights);
    }

    @Configuration(proxyBeanMethods = false)
    static class InsightEvents {

        @Bean
        Consumer<Message<List<byte[]>>> learnings(EventConsumers consumers, Insights insights) {
            return consumers
                    .named("orchestrator.insights")
                    .onTogether(
                            InsightLearned.class,
                            events -> insights.learned(
                                    events.stream().map(Event::content).toList()))
                    .onTogether(
                            OptimizerSwitched.class,
                            events -> insights.switched(
                                    events.stream().map(Event::content).toList()))
                    .build();
        }
    }
}
