package com.ovhi.outreach.preference.audit;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.AuditAction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Table {@code comm_audit_log}, append-only. All methods run in the caller's transaction. */
@Component
class AuditLog {

    private static final int MAX_USER_AGENT = 500;

    private final JdbcClient jdbc;
    private final Clock clock;

    AuditLog(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void append(AuditRecorded entry, String eventId) {
        jdbc.sql("""
                INSERT IGNORE INTO comm_audit_log (event_id, organization_id, patient_id, user_id, action, details,
                ip_address, user_agent, occurred_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        eventId,
                        entry.organizationId(),
                        entry.patientId(),
                        entry.actor(),
                        entry.action().code(),
                        ContractJson.writeText(entry.details()),
                        entry.ipAddress(),
                        cut(entry.userAgent()),
                        Timestamp.from(entry.occurredAt()),
                        Timestamp.from(clock.instant())))
                .update();
    }

    /** Entries of an organisation after a position, oldest first. */
    List<Entry> find(long organization, @Nullable Long patientId, @Nullable AuditAction action, long after, int limit) {
        var sql = new StringBuilder("SELECT * FROM comm_audit_log WHERE organization_id = ? AND id > ?");
        var params = new ArrayList<Object>(List.of(organization, after));
        if (patientId != null) {
            sql.append(" AND patient_id = ?");
            params.add(patientId);
        }
        if (action != null) {
            sql.append(" AND action = ?");
            params.add(action.code());
        }
        params.add(limit);
        return jdbc.sql(sql.append(" ORDER BY id LIMIT ?").toString())
                .params(params)
                .query(AuditLog::entry)
                .list();
    }

    private static Entry entry(ResultSet row, int number) throws SQLException {
        var details = row.getString("details");
        return new Entry(
                row.getLong("id"),
                row.getObject("patient_id", Long.class),
                row.getString("user_id"),
                AuditAction.of(row.getString("action")),
                details == null ? Map.of() : ContractJson.mapper().readValue(details, new TypeReference<>() {}),
                row.getString("ip_address"),
                row.getString("user_agent"),
                row.getTimestamp("occurred_at").toInstant());
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= MAX_USER_AGENT ? text : text.substring(0, MAX_USER_AGENT);
    }

    /** A line of the log. */
    record Entry(
            long id,
            @Nullable Long patientId,
            String userId,
            AuditAction action,
            Map<String, String> details,
            @Nullable String ipAddress,
            @Nullable String userAgent,
            Instant occurredAt) {}
}
