package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code comm_inbound}. Call inside a transaction. */
@Component
class InboundMessages {

    private static final int LONGEST = 255;
    private static final String UNREAD = """
            SELECT id, channel, address_hash, body, provider_opt_out, button_payload, received_at
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
                             provider_opt_out, button_payload, replied_to_message_id, received_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
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

    /** Takes those of a patient's addresses that wait, oldest first. */
    List<Received> claimWaiting(long patientId, Channel channel) {
        return jdbc.sql(UNREAD + """
                         AND due_at IS NOT NULL AND channel = ? AND address_hash IN
                            (SELECT address_hash FROM address_owners WHERE patient_id = ?)
                        ORDER BY received_at FOR UPDATE SKIP LOCKED""")
                .param(channel.code())
                .param(patientId)
                .query(InboundMessages::read)
                .list();
    }

    void understood(ReplyUnderstood reply, @Nullable UUID relatedJob, Instant now) {
        jdbc.sql("""
                UPDATE comm_inbound SET organization_id = ?, patient_id = ?, intent = ?, confidence = ?, language = ?,
                    matched_rule = ?, related_job_id = ?, processed = TRUE, processed_at = ?, due_at = NULL
                WHERE id = ?""")
                .param(reply.organizationId())
                .param(reply.patientId())
                .param(reply.intent().code())
                .param(reply.confidence())
                .param(reply.language())
                .param(reply.matchedRule())
                .param(relatedJob == null ? null : relatedJob.toString())
                .param(Timestamp.from(now))
                .param(reply.inboundId().toString())
                .update();
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
        return new Received(
                UUID.fromString(row.getString("id")),
                Channel.of(row.getString("channel")),
                row.getString("address_hash"),
                new Sealed(row.getString("body")),
                row.getString("provider_opt_out"),
                row.getString("button_payload"),
                row.getTimestamp("received_at").toInstant());
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
