package com.ovhi.outreach.reply.prompts;

import static java.util.Objects.requireNonNull;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which message of ours has which name at its provider: table {@code sent_messages}. Call inside a transaction. */
@Component
public class SentMessages {

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    SentMessages(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** The name under which a provider's id is kept: the id itself may hold a telephone number. */
    public static String reference(String providerMessageId) {
        return Ids.of("sent-message/" + providerMessageId).toString();
    }

    /** The job whose message this is. */
    public Optional<UUID> job(String providerMessageId) {
        return jdbc.sql("SELECT job_id FROM sent_messages WHERE message_ref = ?")
                .param(reference(providerMessageId))
                .query((row, _) -> UUID.fromString(row.getString("job_id")))
                .optional();
    }

    /** Attempt 0 is that of an answer, which is about no job. */
    static boolean matters(DeliveryReported report) {
        var attempt = report.attempt();
        return (attempt == null || attempt > 0)
                && report.state() == DeliveryState.ACCEPTED
                && report.channel() != Channel.SMS
                && report.jobId() != null
                && report.providerMessageId() != null;
    }

    /** Remembers messages, each once. */
    void sent(List<DeliveryReported> reports) {
        if (reports.isEmpty()) {
            return;
        }
        batches.batchUpdate(
                "INSERT IGNORE INTO sent_messages (message_ref, job_id, sent_at) VALUES (?, ?, ?)",
                reports.stream()
                        .map(each -> new Object[] {
                            reference(requireNonNull(each.providerMessageId())),
                            requireNonNull(each.jobId()).toString(),
                            Timestamp.from(each.occurredAt())
                        })
                        .toList());
    }
}
