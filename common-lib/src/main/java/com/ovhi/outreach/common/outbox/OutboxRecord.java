package com.ovhi.outreach.common.outbox;

import com.ovhi.outreach.common.messaging.EventHeaders;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A row of table {@code outbox}. */
record OutboxRecord(
        long seq,
        int lane,
        String eventId,
        String topic,
        String key,
        String type,
        byte @Nullable [] payload,
        @Nullable String traceparent,
        Instant occurredAt) {

    static OutboxRecord read(ResultSet row, int number) throws SQLException {
        return new OutboxRecord(
                row.getLong("seq"),
                row.getInt("lane"),
                row.getString("event_id"),
                row.getString("topic"),
                row.getString("event_key"),
                row.getString("type"),
                row.getBytes("payload"),
                row.getString("traceparent"),
                row.getTimestamp("occurred_at").toInstant());
    }

    ProducerRecord<String, byte[]> toKafka(String source) {
        var message = new ProducerRecord<String, byte[]>(topic, key, payload);
        EventHeaders.write(message.headers(), new EventHeaders(eventId, type, source, occurredAt, traceparent));
        return message;
    }
}
