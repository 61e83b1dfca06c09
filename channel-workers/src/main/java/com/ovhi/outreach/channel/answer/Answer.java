package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One answer. Times are the suite's but {@code orderedAt}, which is the database's.
 *
 * @param seq grows with each answer that is ordered
 * @param askedAt when the message arrived that it answers; never later than when it was ordered
 * @param content sealed as ordered; null once it is settled
 * @param code what it waits for, or why it was not sent or is unknown; null otherwise
 * @param account of ours, and its provider, that carried it last; null before the first try
 * @param tries how often a provider was called, now or before
 * @param settledAt null while its outcome is to come
 * @param delivery what the provider says became of it later, if anything
 */
record Answer(
        UUID id,
        long seq,
        AnswerKind kind,
        UUID inboundId,
        Channel channel,
        @Nullable Long organizationId,
        @Nullable Long patientId,
        String addressHash,
        Instant askedAt,
        Instant deadline,
        @Nullable Sealed content,
        AnswerState state,
        @Nullable String code,
        @Nullable String account,
        @Nullable String providerMessageId,
        int tries,
        Instant orderedAt,
        @Nullable Instant settledAt,
        @Nullable Delivery delivery) {

    /** The provider's later word: a state and, of a failure, its code. */
    record Delivery(DeliveryState state, @Nullable String code, Instant at) {}

    static Answer read(ResultSet row, int number) throws SQLException {
        var settled = row.getTimestamp("settled_at");
        return new Answer(
                UUID.fromString(row.getString("id")),
                row.getLong("seq"),
                AnswerKind.of(row.getString("kind")),
                UUID.fromString(row.getString("inbound_id")),
                Channel.of(row.getString("channel")),
                row.getObject("organization_id", Long.class),
                row.getObject("patient_id", Long.class),
                row.getString("address_hash"),
                row.getTimestamp("asked_at").toInstant(),
                row.getTimestamp("deadline_at").toInstant(),
                Optional.ofNullable(row.getString("content")).map(Sealed::new).orElse(null),
                AnswerState.of(row.getString("state")),
                row.getString("code"),
                row.getString("account"),
                row.getString("provider_message_id"),
                row.getInt("tries"),
                row.getTimestamp("ordered_at").toInstant(),
                settled == null ? null : settled.toInstant(),
                delivery(row));
    }

    private static @Nullable Delivery delivery(ResultSet row) throws SQLException {
        var state = row.getString("delivery_state");
        var at = row.getTimestamp("delivery_at");
        return state == null || at == null
                ? null
                : new Delivery(DeliveryState.of(state), row.getString("delivery_code"), at.toInstant());
    }
}
