package com.ovhi.outreach.preference.audit;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import com.ovhi.outreach.preference.audit.chain.AuditChain;
import com.ovhi.outreach.preference.audit.chain.AuditEntry;
import com.ovhi.outreach.preference.audit.chain.ChainRows;
import com.ovhi.outreach.preference.audit.chain.ChainedEntry;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code comm_audit_log}, append-only. */
@Component
class AuditLog {

    private static final int MAX_USER = 200;
    private static final int MAX_IP = 45;
    private static final int MAX_USER_AGENT = 500;

    private final JdbcClient jdbc;
    private final AuditChain chain;

    AuditLog(JdbcClient jdbc, AuditChain chain) {
        this.jdbc = jdbc;
        this.chain = chain;
    }

    /** Appends with the caller's transaction; events that are there already change nothing. */
    void append(List<Event<AuditRecorded>> events) {
        chain.append(events.stream().map(AuditLog::entry).toList());
    }

    private static AuditEntry entry(Event<AuditRecorded> event) {
        var entry = event.content();
        var organization = entry.organizationId();
        var ip = entry.ipAddress();
        var userAgent = entry.userAgent();
        return new AuditEntry(
                event.headers().id(),
                organization == null ? 0 : organization,
                entry.patientId(),
                cut(entry.actor(), MAX_USER),
                entry.action().code(),
                entry.details(),
                ip == null ? null : cut(ip, MAX_IP),
                userAgent == null ? null : cut(userAgent, MAX_USER_AGENT),
                entry.occurredAt());
    }

    /** Entries of an organisation behind a position, in the order in which things happened. */
    List<ChainedEntry> find(long organization, AuditQuery query, @Nullable AuditPosition after, int limit) {
        var sql = new StringBuilder("SELECT * FROM comm_audit_log WHERE organization_id = ?");
        var params = new ArrayList<Object>(List.of(organization));
        query.conditions().forEach((condition, value) -> {
            sql.append(" AND ").append(condition);
            params.add(value);
        });
        if (after != null) {
            var time = Timestamp.from(after.occurredAt());
            sql.append(" AND occurred_at >= ? AND (occurred_at > ? OR seq > ?)");
            params.addAll(List.of(time, time, after.seq()));
        }
        params.add(limit);
        return jdbc.sql(sql.append(" ORDER BY occurred_at, seq LIMIT ?").toString())
                .params(params)
                .query(ChainRows::read)
                .list();
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
