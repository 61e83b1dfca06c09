package com.ovhi.outreach.analytics.permission;

import com.ovhi.outreach.analytics.retention.Forgetful;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Forgets old states but the last of each patient, from which the next change is told. */
@Component
class PermissionRetention implements Forgetful {

    /** Patients; with all of their states. */
    private static final int CHUNK = 500;

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
        var last = "";
        while (last != null) {
            var after = last;
            last = transactions.execute(_ -> chunk(after, Timestamp.from(before)));
        }
    }

    /** Forgets states of the patients behind one who have any that old; returns the last of them, null when there are no more. */
    private @Nullable String chunk(String after, Timestamp before) {
        var patients = jdbc.sql(
                        "SELECT DISTINCT patient_key FROM permission_states WHERE changed_at < ? AND patient_key > ?"
                                + " ORDER BY patient_key LIMIT " + CHUNK)
                .params(before, after)
                .query(String.class)
                .list();
        if (patients.isEmpty()) {
            return null;
        }
        List<Object[]> old = jdbc.sql("""
                        SELECT state.patient_key, state.version FROM permission_states state JOIN
                            (SELECT patient_key, MAX(version) AS version FROM permission_states
                             WHERE patient_key IN (:patients) AND changed_at < :before GROUP BY patient_key) newest
                            ON newest.patient_key = state.patient_key AND newest.version > state.version
                        WHERE state.patient_key IN (:patients) AND state.changed_at < :before""")
                .param("patients", patients)
                .param("before", before)
                .query((row, _) -> new Object[] {row.getString(1), row.getLong(2)})
                .list();
        if (!old.isEmpty()) {
            batches.batchUpdate("DELETE FROM permission_states WHERE patient_key = ? AND version = ?", old);
        }
        return patients.size() < CHUNK ? null : patients.getLast();
    }
}
