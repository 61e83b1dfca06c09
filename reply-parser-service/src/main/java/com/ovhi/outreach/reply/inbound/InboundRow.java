package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of table {@code comm_inbound}, still sealed. */
record InboundRow(
        UUID id,
        @Nullable Long organizationId,
        @Nullable Long patientId,
        Channel channel,
        String addressHash,
        Sealed from,
        Sealed to,
        Sealed body,
        String providerMessageId,
        @Nullable String intent,
        @Nullable Double confidence,
        @Nullable String language,
        @Nullable String matchedRule,
        @Nullable UUID relatedJobId,
        boolean processed,
        Instant receivedAt) {

    static InboundRow read(ResultSet row, int number) throws SQLException {
        var job = row.getString("related_job_id");
        return new InboundRow(
                UUID.fromString(row.getString("id")),
                row.getObject("organization_id", Long.class),
                row.getObject("patient_id", Long.class),
                Channel.of(row.getString("channel")),
                row.getString("address_hash"),
                new Sealed(row.getString("from_address")),
                new Sealed(row.getString("to_address")),
                new Sealed(row.getString("body")),
                row.getString("provider_message_id"),
                row.getString("intent"),
                row.getObject("confidence", Double.class),
                row.getString("language"),
                row.getString("matched_rule"),
                job == null ? null : UUID.fromString(job),
                row.getBoolean("processed"),
                row.getTimestamp("received_at").toInstant());
    }
}
