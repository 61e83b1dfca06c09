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
        var select = new Select(organization, query);
        if (after != null) {
            var time = Timestamp.from(after.occurredAt());
            select.and("occurred_at >= ? AND (occurred_at > ? OR seq > ?)", time, time, after.seq());
        }
        return read(select, "occurred_at, seq", limit);
    }

    /** The number of an organisation's newest entry; 0 when it has none. No entry with a lower one comes later. */
    long newest(long organization) {
        return jdbc.sql("SELECT seq FROM audit_chains WHERE organization_id = ?")
                .param(organization)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** Entries of an organisation by number, in the order in which they were recorded. */
    List<ChainedEntry> between(long organization, AuditQuery query, long after, long upTo, int limit) {
        var select = new Select(organization, query);
        select.and("seq > ? AND seq <= ?", after, upTo);
        return read(select, "seq", limit);
    }

    private List<ChainedEntry> read(Select select, String order, int limit) {
        return jdbc.sql(select.sql + " ORDER BY " + order + " LIMIT " + limit)
                .params(select.params)
                .query(ChainRows::read)
                .list();
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    /** A statement in the making. */
    private static final class Select {

        private final StringBuilder sql = new StringBuilder("SELECT * FROM comm_audit_log WHERE organization_id = ?");
        private final List<Object> params = new ArrayList<>();

        private Select(long organization, AuditQuery query) {
            params.add(organization);
            query.conditions().forEach(this::and);
        }

        private void and(String condition, Object... values) {
            sql.append(" AND ").append(condition);
            params.addAll(List.of(values));
        }
    }
}
