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
            id, organization_id, patient_id, inbound_id, channel, intent, reason, state, received_at, closed_at,
            closed_by""";

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
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
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
    List<InboxItem> page(@Nullable Long organization, String state, @Nullable UUID after, int limit) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM staff_inbox
                        WHERE organization_id <=> :organization AND state = :state AND id > :after
                        ORDER BY id LIMIT :limit""")
                .param("organization", organization)
                .param("state", state)
                .param("after", after == null ? "" : after.toString())
                .param("limit", limit)
                .query(StaffInbox::read)
                .list();
    }

    /** Closes an item; one that is closed stays as it is. Empty when there is none of this organisation. */
    @Transactional
    Optional<InboxItem> close(UUID id, @Nullable Long organization, String who) {
        jdbc.sql("""
                UPDATE staff_inbox SET state = 'closed', closed_at = ?, closed_by = ?
                WHERE id = ? AND organization_id <=> ? AND state = 'open'""")
                .param(Timestamp.from(clock.instant()))
                .param(who)
                .param(id.toString())
                .param(organization)
                .update();
        return jdbc.sql("SELECT " + COLUMNS + " FROM staff_inbox WHERE id = ? AND organization_id <=> ?")
                .param(id.toString())
                .param(organization)
                .query(StaffInbox::read)
                .optional();
    }

    private static InboxItem read(ResultSet row, int number) throws SQLException {
        var closedAt = row.getTimestamp("closed_at");
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
                closedAt == null ? null : closedAt.toInstant(),
                row.getString("closed_by"));
    }
}
