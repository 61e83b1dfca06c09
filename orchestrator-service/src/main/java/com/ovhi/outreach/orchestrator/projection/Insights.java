package com.ovhi.outreach.orchestrator.projection;

import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What ml-optimizer-service has told us about patients; the newest version wins. Thread-safe. */
@Repository
public class Insights {

    /** With less confidence than this a learned channel is a guess. */
    private static final double SURE = 0.5;

    private final JdbcClient jdbc;

    Insights(JdbcClient jdbc) {
        this.jdbc = jdbc;
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
                        SELECT organization_id, patient_id, best_hour, best_channel, confidence, fatigue
                        FROM patient_insights
                        WHERE organization_id IN (:organizations) AND patient_id IN (:patients)""")).query(row -> {
            known.put(
                    new PatientRef(row.getLong("organization_id"), row.getLong("patient_id")),
                    new Insight(
                            row.getObject("best_hour", Integer.class),
                            row.getDouble("confidence") < SURE ? null : channel(row.getString("best_channel")),
                            row.getDouble("fatigue")));
        });
        return known;
    }

    private static @Nullable Channel channel(@Nullable String code) {
        return code == null ? null : Channel.of(code);
    }

    @Transactional
    void learned(InsightLearned insight) {
        var channel = insight.bestChannel();
        jdbc.sql("""
                        INSERT INTO patient_insights
                            (organization_id, patient_id, version, best_hour, best_channel, fatigue, confidence)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE
                            best_hour = IF(VALUES(version) > version, VALUES(best_hour), best_hour),
                            best_channel = IF(VALUES(version) > version, VALUES(best_channel), best_channel),
                            fatigue = IF(VALUES(version) > version, VALUES(fatigue), fatigue),
                            confidence = IF(VALUES(version) > version, VALUES(confidence), confidence),
                            version = GREATEST(version, VALUES(version))""")
                .params(Arrays.<@Nullable Object>asList(
                        insight.organizationId(),
                        insight.patientId(),
                        insight.version(),
                        insight.bestHour(),
                        channel == null ? null : channel.code(),
                        insight.fatigue(),
                        insight.confidence()))
                .update();
    }

    @Configuration(proxyBeanMethods = false)
    static class InsightEvents {

        @Bean
        Consumer<Message<List<byte[]>>> learnings(EventConsumers consumers, Insights insights) {
            return consumers
                    .named("orchestrator.insights")
                    .on(InsightLearned.class, (insight, event) -> insights.learned(insight))
                    .build();
        }
    }
}
