package com.ovhi.outreach.analytics.permission;

import com.ovhi.outreach.analytics.retention.Forgetful;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Forgets old states but the last of each patient, from which the next change is told. */
@Component
class PermissionRetention implements Forgetful {

    private static final int CHUNK = 2_000;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final TransactionOperations transactions;

    PermissionRetention(JdbcClient jdbc, JdbcTemplate batches, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.transactions = transactions;
    }

    @Override
    public void forget(Instant before) {
        var more = true;
        while (more) {
            more = Objects.requireNonNull(transactions.execute(_ -> chunk(Timestamp.from(before)))) == CHUNK;
        }
    }

    private int chunk(Timestamp before) {
        List<Object[]> old = jdbc.sql("""
                        SELECT state.patient_key, state.version FROM permission_states state
                        WHERE state.changed_at < ? AND EXISTS (SELECT 1 FROM permission_states newer
                            WHERE newer.patient_key = state.patient_key AND newer.version > state.version
                                AND newer.changed_at < ?)
                        LIMIT ?""")
                .params(before, before, CHUNK)
                .query((row, _) -> new Object[] {row.getString(1), row.getLong(2)})
                .list();
        if (!old.isEmpty()) {
            batches.batchUpdate("DELETE FROM permission_states WHERE patient_key = ? AND version = ?", old);
        }
        return old.size();
    }
}
