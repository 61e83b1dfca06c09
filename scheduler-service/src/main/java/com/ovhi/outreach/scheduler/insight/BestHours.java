package com.ovhi.outreach.scheduler.insight;

import com.ovhi.outreach.common.contract.InsightLearned;
import java.sql.Timestamp;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The table {@code best_hours}: the newest insight about each patient. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class BestHours {

    private static final String KEEP = """
            INSERT INTO best_hours
                (patient_id, organization_id, best_hour, best_channel, confidence, learned_at, version)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE
                best_hour = IF(VALUES(version) > version, VALUES(best_hour), best_hour),
                best_channel = IF(VALUES(version) > version, VALUES(best_channel), best_channel),
                confidence = IF(VALUES(version) > version, VALUES(confidence), confidence),
                learned_at = IF(VALUES(version) > version, VALUES(learned_at), learned_at),
                version = GREATEST(version, VALUES(version))""";

    private final JdbcTemplate batches;

    BestHours(JdbcTemplate batches) {
        this.batches = batches;
    }

    /** Keeps insights unless newer ones are known, so that repetition does no harm. */
    void keep(List<InsightLearned> insights) {
        // Whoever locks rows locks them in the order of patients. The version is assigned last: the others compare with
        // it.
        var inOrder = insights.stream()
                .sorted(Comparator.comparingLong(InsightLearned::patientId))
                .toList();
        batches.batchUpdate(KEEP, inOrder, Math.max(1, inOrder.size()), (statement, insight) -> {
            var channel = insight.bestChannel();
            statement.setLong(1, insight.patientId());
            statement.setLong(2, insight.organizationId());
            statement.setObject(3, insight.bestHour());
            statement.setString(4, channel == null ? null : channel.code());
            statement.setDouble(5, insight.confidence());
            statement.setTimestamp(6, Timestamp.from(insight.learnedAt()));
            statement.setLong(7, insight.version());
        });
    }
}
