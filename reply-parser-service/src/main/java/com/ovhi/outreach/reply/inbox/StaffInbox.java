package com.ovhi.outreach.reply.inbox;

import com.ovhi.outreach.common.contract.InboxChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.reply.suggestion.Suggestion;
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

    private static final String ITEMS = """
        SELECT i.*, a.state AS answer_state, a.code AS answer_code, a.ordered_by, a.ordered_at, a.template,
            COALESCE(p.language, i.suggested_language, m.language) AS language
        FROM staff_inbox i LEFT JOIN answers a ON a.answer_id = i.answer_id
            LEFT JOIN patients p ON p.patient_id = i.patient_id LEFT JOIN comm_inbound m ON m.id = i.inbound_id
        WHERE i.organization_id <=> :organization\
        """;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Outbox outbox;

    StaffInbox(JdbcClient jdbc, Clock clock, Outbox outbox) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.outbox = outbox;
    }

    /** Adds an item, once per reply. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(InboxItem item) {
        var suggestion = item.suggestion();
        var added = jdbc.sql("""
            INSERT IGNORE INTO staff_inbox
                (id, organization_id, patient_id, inbound_id, channel, intent, reason, state, received_at, is_urgent,
                 suggested_intent, suggested_confidence, suggested_language, suggested_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
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
                .param(item.urgent())
                .param(suggestion == null ? null : suggestion.intent().code())
                .param(suggestion == null ? null : suggestion.confidence())
                .param(suggestion == null ? null : suggestion.language())
                .param(suggestion == null ? null : suggestion.model())
                .update();
        if (added > 0) {
            tell(item.inboundId(), item.organizationId(), true);
        }
    }

    /** Campaigns wait while too much waits for an organisation's staff. */
    private void tell(UUID inboundId, @Nullable Long organization, boolean waiting) {
        outbox.publish(
                Topics.REPLY,
                inboundId.toString(),
                new InboxChanged(inboundId, organization, waiting, clock.instant()));
    }

    /** Tells of an item that was closed just now, if one was. */
    private void closed(String column, UUID id, int rows) {
        if (rows > 0) {
            jdbc.sql("SELECT inbound_id, organization_id FROM staff_inbox WHERE " + column + " = ?")
                    .param(id.toString())
                    .query(row -> {
                        tell(
                                UUID.fromString(row.getString("inbound_id")),
                                row.getObject("organization_id", Long.class),
                                false);
                    });
        }
    }

    /** Urgent items first, then those that may be opt-outs, then the oldest. */
    @Transactional(readOnly = true)
    List<InboxItem> page(@Nullable Long organization, InboxFilter filter, @Nullable UUID after, int limit) {
        var intent = filter.intent();
        var channel = filter.channel();
        return jdbc.sql(ITEMS + """
              AND i.state = :state
              AND (:after IS NULL OR (NOT i.is_urgent, NOT (i.suggested_intent <=> 'stop'), i.id) >
                    (SELECT NOT b.is_urgent, NOT (b.suggested_intent <=> 'stop'), b.id
                     FROM staff_inbox b WHERE b.id = :after))
              AND (:intent IS NULL OR i.intent = :intent)
              AND (:channel IS NULL OR i.channel = :channel)
              AND (:patient IS NULL OR i.patient_id = :patient)
              AND (:claimedBy IS NULL OR COALESCE(i.claimed_by, '') = :claimedBy)
              AND (:urgent IS NULL OR i.is_urgent = :urgent)
              AND (:language IS NULL OR CONCAT(COALESCE(p.language, i.suggested_language, m.language), '-')
                    LIKE CONCAT(:language, '-%'))
            ORDER BY i.is_urgent DESC, (i.suggested_intent <=> 'stop') DESC, i.id LIMIT :limit\
            """)
                .param("organization", organization)
                .param("state", filter.state())
                .param("after", after == null ? null : after.toString())
                .param("intent", intent == null ? null : intent.code())
                .param("channel", channel == null ? null : channel.code())
                .param("patient", filter.patientId())
                .param("claimedBy", filter.claimedBy())
                .param("urgent", filter.urgent())
                .param("language", filter.language())
                .param("limit", limit)
                .query(StaffInbox::read)
                .list();
    }

    /** An item, if it is this organisation's. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<InboxItem> find(UUID id, @Nullable Long organization) {
        return jdbc.sql(ITEMS + " AND i.id = :id")
                .param("id", id.toString())
                .param("organization", organization)
                .query(StaffInbox::read)
                .optional();
    }

    /** Notes the answer that somebody has given. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void answered(UUID id, UUID answerId) {
        jdbc.sql("UPDATE staff_inbox SET answer_id = ? WHERE id = ?")
                .params(answerId.toString(), id.toString())
                .update();
    }

    /** The patient has said what was not clear: nobody need look after it any more, unless somebody already does. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void settled(UUID inboundId, String who) {
        var rows = jdbc.sql("""
            UPDATE staff_inbox SET state = 'closed', closed_at = ?, closed_by = ?
            WHERE inbound_id = ? AND state = 'open' AND claimed_by IS NULL AND NOT is_urgent
              AND NOT (suggested_intent <=> 'stop')\
            """)
                .params(Timestamp.from(clock.instant()), who, inboundId.toString())
                .update();
        closed("inbound_id", inboundId, rows);
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

    /** Gives an open item to somebody, whoever had it before. */
    void assign(UUID id, @Nullable Long organization, String to) {
        jdbc.sql("""
            UPDATE staff_inbox SET claimed_at = ?, claimed_by = ?
            WHERE id = ? AND organization_id <=> ? AND state = 'open' AND NOT (claimed_by <=> ?)\
            """)
                .param(Timestamp.from(clock.instant()))
                .param(to)
                .param(id.toString())
                .param(organization)
                .param(to)
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
        var rows = jdbc.sql("""
            UPDATE staff_inbox SET state = 'closed', closed_at = ?, closed_by = ?
            WHERE id = ? AND organization_id <=> ? AND state = 'open'\
            """)
                .param(Timestamp.from(clock.instant()))
                .param(who)
                .param(id.toString())
                .param(organization)
                .update();
        closed("id", id, rows);
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
                row.getString("closed_by"),
                row.getBoolean("is_urgent"),
                row.getString("ordered_by") == null ? null : answer(row),
                row.getString("suggested_intent") == null ? null : suggestion(row),
                row.getString("language"));
    }

    private static Suggestion suggestion(ResultSet row) throws SQLException {
        return new Suggestion(
                Intent.of(row.getString("suggested_intent")),
                row.getDouble("suggested_confidence"),
                row.getString("suggested_language"),
                row.getString("suggested_by"));
    }

    private static InboxItem.StaffAnswer answer(ResultSet row) throws SQLException {
        return new InboxItem.StaffAnswer(
                UUID.fromString(row.getString("answer_id")),
                row.getString("answer_state"),
                row.getString("answer_code"),
                row.getString("ordered_by"),
                row.getTimestamp("ordered_at").toInstant(),
                row.getString("template"));
    }
}
