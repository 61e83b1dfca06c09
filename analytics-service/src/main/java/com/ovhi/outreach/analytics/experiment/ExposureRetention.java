package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.analytics.retention.Forgetful;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Forgets who met experiments that nobody meets any more; what was decided about them stays. */
@Component
class ExposureRetention implements Forgetful {

    private static final int CHUNK = 2_000;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    ExposureRetention(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Override
    public void forget(Instant before) {
        List<Long> over = Objects.requireNonNull(transactions.execute(_ -> over(Timestamp.from(before))));
        for (var experiment : over) {
            var more = true;
            while (more) {
                more = Objects.requireNonNull(transactions.execute(_ -> chunk(experiment))) == CHUNK;
            }
        }
    }

    private List<Long> over(Timestamp before) {
        return jdbc.sql(
                        "SELECT experiment_id FROM experiments WHERE first_exposed_at < ? AND NOT EXISTS (SELECT 1"
                                + " FROM exposures met WHERE met.experiment_id = experiments.experiment_id AND met.exposed_at >= ?)")
                .params(before, before)
                .query((row, _) -> row.getLong(1))
                .list();
    }

    private int chunk(long experiment) {
        return jdbc.sql("DELETE FROM exposures WHERE experiment_id = ? LIMIT " + CHUNK)
                .param(experiment)
                .update();
    }
}
