package com.ovhi.outreach.preference.audit.chain;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.time.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/** Between an entry and its row. */
public final class ChainRows {

    static final String INSERT = """
            INSERT INTO comm_audit_log (organization_id, seq, created_at, event_id, patient_id, user_id, action, details,
            ip_address, user_agent, occurred_at, key_id, previous_hash, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final TypeReference<Map<String, String>> DETAILS = new TypeReference<>() {};
    private static final Map<String, String> UNREADABLE = Map.of("unreadable", "true");

    private ChainRows() {}

    /** The parameters of {@link #INSERT}. */
    static @Nullable Object[] columns(ChainedEntry chained) {
        var entry = chained.entry();
        return Arrays.asList(
                        entry.organizationId(),
                        chained.seq(),
                        UtcTime.of(chained.createdAt()),
                        entry.eventId(),
                        entry.patientId(),
                        entry.userId(),
                        entry.action(),
                        ContractJson.writeText(entry.details()),
                        entry.ipAddress(),
                        entry.userAgent(),
                        UtcTime.of(entry.occurredAt()),
                        chained.keyId(),
                        chained.previousHash(),
                        chained.hash())
                .toArray();
    }

    /** Reads a row of the log. */
    public static ChainedEntry read(ResultSet row, int number) throws SQLException {
        return new ChainedEntry(
                content(row, row.getLong("organization_id")),
                row.getLong("seq"),
                row.getTimestamp("created_at").toInstant(),
                row.getString("key_id"),
                row.getBytes("previous_hash"),
                row.getBytes("hash"));
    }

    static AuditEntry content(ResultSet row, long organization) throws SQLException {
        return new AuditEntry(
                row.getString("event_id"),
                organization,
                row.getObject("patient_id", Long.class),
                row.getString("user_id"),
                row.getString("action"),
                details(row.getString("details")),
                row.getString("ip_address"),
                row.getString("user_agent"),
                row.getTimestamp("occurred_at").toInstant());
    }

    /** What is no longer JSON must look different from what was written, not stop the reader. */
    private static Map<String, String> details(@Nullable String json) {
        try {
            return json == null ? Map.of() : ContractJson.mapper().readValue(json, DETAILS);
        } catch (JacksonException e) {
            return UNREADABLE;
        }
    }
}
