package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.reply.prompts.PromptListener.Asked;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code comm_inbound}. Call inside a transaction. */
@Component
class InboundMessages {

    private static final int LONGEST = 255;
    private static final String UNREAD = """
            SELECT id, channel, address_hash, from_address, body, provider_message_id, provider_opt_out, button_payload,
                replied_to_message_id, replied_to_job_id, account_organization_id, is_automatic, is_sender_proven,
                received_at
            FROM comm_inbound WHERE processed = FALSE""";

    private final JdbcClient jdbc;

    InboundMessages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False when it is there already. */
    boolean insert(InboundReceived inbound) {
        return jdbc.sql("""
                        INSERT IGNORE INTO comm_inbound
                            (id, channel, address_hash, from_address, to_address, body, provider_message_id,
                             provider_opt_out, button_payload, replied_to_message_id, received_at, replied_to_job_id,
                             account_organization_id, is_automatic, is_sender_proven)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                        .param(inbound.inboundId().toString())
                        .param(inbound.channel().code())
                        .param(inbound.fromHash())
                        .param(inbound.from().ciphertext())
                        .param(inbound.to().ciphertext())
                        .param(inbound.body().ciphertext())
                        .param(cut(inbound.providerMessageId()))
                        .param(inbound.providerOptOut())
                        .param(cut(inbound.buttonPayload()))
                        .param(cut(inbound.repliedToMessageId()))
                        .param(Timestamp.from(inbound.receivedAt()))
                        .param(text(inbound.repliedToJobId()))
                        .param(inbound.organizationId())
                        .param(inbound.automatic())
                        .param(inbound.senderProven())
                        .update()
                == 1;
    }

    /** Lets it wait for the news of a prompt. */
    void waitUntil(UUID id, Instant due) {
        jdbc.sql("UPDATE comm_inbound SET due_at = ? WHERE id = ?")
                .param(Timestamp.from(due))
                .param(id.toString())
                .update();
    }

    /** Which waited long enough. */
    List<UUID> due(Instant now, int limit) {
        return jdbc.sql("SELECT id FROM comm_inbound WHERE processed = FALSE AND due_at <= ? ORDER BY due_at LIMIT ?")
                .param(Timestamp.from(now))
                .param(limit)
                .query((row, _) -> UUID.fromString(row.getString("id")))
                .list();
    }

    /** Takes one that is still unread, unless another instance reads it right now. */
    Optional<Received> claim(UUID id) {
        return jdbc.sql(UNREAD + " AND id = ? FOR UPDATE SKIP LOCKED")
                .param(id.toString())
                .query(InboundMessages::read)
                .optional();
    }

    /**
     * Whose messages wait, as far as it is committed, by the channel they came by: at a shared address everybody's. The few that
     * wait are where it starts, however much was received and however many addresses there are.
     */
    Set<Asked> waiting() {
        return jdbc.sql("""
                        SELECT o.patient_id, i.channel
                        FROM comm_inbound i STRAIGHT_JOIN address_owners o ON o.address_hash = i.address_hash
                        WHERE i.processed = FALSE AND i.due_at IS NOT NULL""")
                .query((row, _) -> new Asked(row.getLong("patient_id"), Channel.of(row.getString("channel"))))
                .set();
    }

    /** Takes those of a patient's addresses that wait, oldest first. */
    List<Received> claimWaiting(Asked asked) {
        return jdbc.sql(UNREAD + """
                         AND due_at IS NOT NULL AND channel = ? AND address_hash IN
                            (SELECT address_hash FROM address_owners WHERE patient_id = ?)
                        ORDER BY received_at FOR UPDATE SKIP LOCKED""")
                .param(asked.channel().code())
                .param(asked.patientId())
                .query(InboundMessages::read)
                .list();
    }

    /** @param alsoStop whether it asked for no more messages as well */
    void understood(ReplyUnderstood reply, boolean alsoStop, @Nullable UUID relatedJob, Instant now) {
        jdbc.sql("""
                UPDATE comm_inbound SET organization_id = ?, patient_id = ?, intent = ?, confidence = ?, language = ?,
                    matched_rule = ?, is_also_stop = ?, related_job_id = ?, processed = TRUE, processed_at = ?,
                    due_at = NULL
                WHERE id = ?""")
                .param(reply.organizationId())
                .param(reply.patientId())
                .param(reply.intent().code())
                .param(reply.confidence())
                .param(reply.language())
                .param(reply.matchedRule())
                .param(alsoStop)
                .param(text(relatedJob))
                .param(Timestamp.from(now))
                .param(reply.inboundId().toString())
                .update();
    }

    /**
     * Whether what was last said of permissions from an address, in another message than this, ended them, and nobody there
     * has consented since by another way.
     */
    boolean lastStopped(String addressHash, Channel channel, @Nullable UUID other) {
        return jdbc.sql("""
                        SELECT said.intent FROM (
                            SELECT IF(is_also_stop, 'stop', intent) AS intent, received_at FROM comm_inbound
                            WHERE address_hash = :hash AND channel = :channel
                                AND (intent IN ('stop', 'start') OR is_also_stop)
                                AND NOT id <=> :other
                            ORDER BY received_at DESC, id DESC LIMIT 1) AS said
                        WHERE NOT EXISTS (
                            SELECT 1 FROM address_owners o
                            WHERE o.address_hash = :hash AND o.channel = :channel AND o.is_permitted
                                AND o.permitted_at > said.received_at)""")
                .param("hash", addressHash)
                .param("channel", channel.code())
                .param("other", text(other))
                .query(String.class)
                .optional()
                .filter("stop"::equals)
                .isPresent();
    }

    /** When anything last came from an address. */
    Instant lastReceived(String addressHash, Channel channel) {
        return jdbc.sql("SELECT MAX(received_at) AS newest FROM comm_inbound WHERE address_hash = ? AND channel = ?")
                .params(addressHash, channel.code())
                .query((row, _) -> row.getTimestamp("newest").toInstant())
                .single();
    }

    /** The whole row. */
    Optional<InboundRow> find(UUID id) {
        return jdbc.sql("SELECT * FROM comm_inbound WHERE id = ?")
                .param(id.toString())
                .query(InboundRow::read)
                .optional();
    }

    /** The whole row, if it is this organisation's; null is nobody's. */
    Optional<InboundRow> find(UUID id, @Nullable Long organization) {
        return jdbc.sql("SELECT * FROM comm_inbound WHERE id = ? AND organization_id <=> ?")
                .param(id.toString())
                .param(organization)
                .query(InboundRow::read)
                .optional();
    }

    private static Received read(ResultSet row, int number) throws SQLException {
        var job = row.getString("replied_to_job_id");
        return new Received(
                UUID.fromString(row.getString("id")),
                Channel.of(row.getString("channel")),
                row.getString("address_hash"),
                new Sealed(row.getString("from_address")),
                new Sealed(row.getString("body")),
                row.getString("provider_message_id"),
                row.getString("provider_opt_out"),
                row.getString("button_payload"),
                row.getString("replied_to_message_id"),
                job == null ? null : UUID.fromString(job),
                row.getObject("account_organization_id", Long.class),
                row.getBoolean("is_automatic"),
                row.getObject("is_sender_proven") == null || row.getBoolean("is_sender_proven"),
                row.getTimestamp("received_at").toInstant());
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
