package com.ovhi.outreach.reply.inbox;

import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.outbox.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What people say replies meant: table {@code reply_labels}, from which the parser is judged. Only an opt-out follows from a
 * label; whatever else a patient wants, the person who read it does. Call inside a transaction.
 */
@Component
class Corrections {

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Clock clock;
    private final MeterRegistry meters;

    Corrections(JdbcClient jdbc, Outbox outbox, Clock clock, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
    }

    void record(InboxItem item, Intent label, String who) {
        var suggestion = item.suggestion();
        jdbc.sql("""
            INSERT INTO reply_labels
                (inbound_id, organization_id, channel, read_as, rule, suggested, suggested_by, label, labelled_by,
                 labelled_at)
            VALUES (:inbound, :organization, :channel, :readAs, :rule, :suggested, :suggestedBy, :label, :who, :now)
            ON DUPLICATE KEY UPDATE label = :label, labelled_by = :who, labelled_at = :now\
            """)
                .param("inbound", item.inboundId().toString())
                .param("organization", item.organizationId())
                .param("channel", item.channel().code())
                .param("readAs", item.intent().code())
                .param("rule", item.reason())
                .param(
                        "suggested",
                        suggestion == null ? null : suggestion.intent().code())
                .param("suggestedBy", suggestion == null ? null : suggestion.model())
                .param("label", label.code())
                .param("who", who)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        meters.counter("outreach.reply.labelled", "intent", item.intent().code(), "label", label.code())
                .increment();
        if (label == Intent.STOP && item.intent() != Intent.STOP) {
            optOut(item);
        }
    }

    private void optOut(InboxItem item) {
        var hash = addressHash(item);
        if (hash == null) {
            return;
        }
        var patient = item.patientId();
        outbox.publish(
                Topics.REPLY,
                patient == null ? hash : patient.toString(),
                new ReplyUnderstood(
                        item.inboundId(),
                        item.organizationId(),
                        patient,
                        item.channel(),
                        hash,
                        Intent.STOP,
                        null,
                        1,
                        "person",
                        null,
                        item.receivedAt()));
    }

    private @Nullable String addressHash(InboxItem item) {
        return jdbc.sql("SELECT address_hash FROM comm_inbound WHERE id = ?")
                .param(item.inboundId().toString())
                .query(String.class)
                .optional()
                .orElse(null);
    }
}
