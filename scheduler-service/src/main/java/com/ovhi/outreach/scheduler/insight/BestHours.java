package com.ovhi.outreach.scheduler.insight;

import com.ovhi.outreach.common.contract.InsightLearned;
import java.sql.Timestamp;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The table {@code best_hours}: the newest insight about each patient. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class BestHours {

    private final JdbcClient jdbc;

    BestHours(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps an insight unless a newer one is known. The version is assigned last: the others compare with the old. */
    void keep(InsightLearned insight) {
        var channel = insight.bestChannel();
        jdbc.sql("""
                        INSERT INTO best_hours
                            (patient_id, organization_id, best_hour, best_channel, confidence, learned_at, version)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE
                            best_hour = IF(VALUES(version) > version, VALUES(best_hour), best_hour),
                            best_channel = IF(VALUES(version) > version, VALUES(best_channel), best_channel),
                            confidence = IF(VALUES(version) > version, VALUES(confidence), confidence),
                            learned_at = IF(VALUES(version) > version, VALUES(learned_at), learned_at),
                            version = GREATEST(version, VALUES(version))""")
                .param(insight.patientId())
                .param(insight.organizationId())
                .param(insight.bestHour())
                .param(channel == null ? null : channel.code())
                .param(insight.confidence())
                .param(Timestamp.from(insight.learnedAt()))
                .param(insight.version())
                .update();
    }
}
