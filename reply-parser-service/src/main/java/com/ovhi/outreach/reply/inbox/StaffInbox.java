package com.ovhi.outreach.reply.inbox;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Table {@code staff_inbox}. An organisation sees its own items; those of nobody we know have none and are for ops
 * (organisation null).
 */
@Component
public class StaffInbox {

    private static final String COLUMNS = """
        id, organization_id, patient_id, inbound_id, channel, intent, reason, state, received_at, claimed_by,
        claimed_at, label, closed_at, closed_by\
        """;

    private final JdbcClient jdbc;
    private final Clock clock;

    StaffInbox(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Adds an item, once per reply. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(InboxItem item) {
        jdbc.sql("""
            INSERT IGNORE INTO staff_inbox
                (id, organization_id, patient_id, inbound_id, channel, intent, reason, state, received_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)
                .param(item.id().toString())
                .param(item.organizationId())
                .param(item.patientId())
                .param(item.inboundId().toString())
                .param(item.channel().code())
                .param(item.intent().code())
                .param(item.reason())
                .param(item.state())
                .param(Timestamp.from(item.receivedAt()))
                .update();
    }

    @Transactional(readOnly = true)
    List<InboxItem> page(@Nullable Long organization, InboxFilter filter, @Nullable UUID after, int limit) {
        var intent = filter.intent();
        var channel = filter.channel();
        return jdbc.sql("SELECT " + COLUMNS + """
             FROM staff_inbox
            WHERE organization_id <=> :organization AND state = :state AND id > :after
              AND (:intent IS NULL OR intent = :intent)
              AND (:channel IS NULL OR channel = :channel)
              AND (:patient IS NULL OR patient_id = :patient)
              AND (:claimedBy IS NULL OR COALESCE(claimed_by, '') = :claimedBy)
            ORDER BY id LIMIT :limit\
            """)
                .param("organization", organization)
                .param("state", filter.state())
                .param("after", after == null ? "" : after.toString())
                .param("intent", intent == null ? null : intent.code())
                .param("channel", channel == null ? null : channel.code())
                .param("patient", filter.patientId())
                .param("claimedBy", filter.claimedBy())
                .param("limit", limit)
                .query(StaffInbox::read)
                .list();
    }

    /** An item, if it is this organisation's. */
    Optional<InboxItem> find(UUID id, @Nullable Long organization) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM staff_inbox WHERE id = ? AND organization_id <=> ?")
                .param(id.toString())
                .param(organization)
                .query(StaffInbox::read)
                .optional();
    }

    /** Claims an open item for somebody, unless somebody else has it. */
    void claim(UUID id, @Nullable Long organization, String who) {
        jdbc.sql("""
            UPDATE staff_inbox SET claimed_at = COALESCE(claimed_at, ?), claimed_by = ?
            WHERE id = ? AND organization_id <=> ? AND state = 'open' AND (claimed_by IS NULL OR claimed_by = ?)\
            """)
                .param(Timestamp.from(clock.instant()))
                .param(who)
                .param(id.toString())
                .param(organization)
                .param(who)
                .update();
    }

    /** Gives back what somebody has claimed; colleagues may do so, too, for people go on holiday. */
    void release(UUID id, @Nullable Long organization) {
        jdbc.sql("""
            UPDATE staff_inbox SET claimed_at = NULL, claimed_by = NULL
            WHERE id = ? AND organization_id <=> ? AND state = 'open'\
            """).param(id.toString()).param(organization).update();
    }

    /** Notes what a person says a reply meant. */
    void label(UUID id, Intent label) {
        jdbc.sql("UPDATE staff_inbox SET label = ? WHERE id = ?")
                .param(label.code())
                .param(id.toString())
                .update();
    }

    /** Closes an item; one that is closed stays as it is. */
    void close(UUID id, @Nullable Long organization, String who) {
        jdbc.sql("""
            UPDATE staff_inbox SET state = 'closed', closed_at = ?, closed_by = ?
            WHERE id = ? AND organization_id <=> ? AND state = 'open'\
            """)
                .param(Timestamp.from(clock.instant()))
                .param(who)
                .param(id.toString())
                .param(organization)
                .update();
    }

    private static InboxItem read(ResultSet row, int number) throws SQLException {
        var claimedAt = row.getTimestamp("claimed_at");
        var closedAt = row.getTimestamp("closed_at");
        var label = row.getString("label");
        return new InboxItem(
                UUID.fromString(row.getString("id")),
                row.getObject("organization_id", Long.class),
                row.getObject("patient_id", Long.class),
                UUID.fromString(row.getString("inbound_id")),
                Channel.of(row.getString("channel")),
                Intent.of(row.getString("intent")),
                row.getString("reason"),
                row.getString("state"),
                row.getTimestamp("received_at").toInstant(),
                row.getString("claimed_by"),
                claimedAt == null ? null : claimedAt.toInstant(),
                label == null ? null : Intent.of(label),
                closedAt == null ? null : closedAt.toInstant(),
                row.getString("closed_by"));
    }
}
