package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which job a provider's message id belongs to. */
@Repository
class ProviderMessages {

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    ProviderMessages(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** Remembers many at once; one that is known stays as it is. */
    void belong(List<Message> messages) {
        if (!messages.isEmpty()) {
            batches.batchUpdate(
                    """
                            INSERT IGNORE INTO job_provider_messages (channel, provider_message_id, job_id)
                            VALUES (?, ?, ?)""",
                    messages.stream()
                            .sorted(Comparator.comparing(
                                            (Message each) -> each.channel().code())
                                    .thenComparing(Message::providerMessageId))
                            .map(each -> new Object[] {
                                each.channel().code(),
                                each.providerMessageId(),
                                each.jobId().toString()
                            })
                            .toList());
        }
    }

    Optional<UUID> job(Channel channel, String providerMessageId) {
        return exactly(channel, providerMessageId)
                .or(() -> exactly(channel, ProviderMessageName.of(channel, providerMessageId)));
    }

    private Optional<UUID> exactly(Channel channel, String providerMessageId) {
        return jdbc.sql("SELECT job_id FROM job_provider_messages WHERE channel = ? AND provider_message_id = ?")
                .params(channel.code(), providerMessageId)
                .query(String.class)
                .optional()
                .map(UUID::fromString);
    }

    /** A provider's name of a job's message. */
    record Message(Channel channel, String providerMessageId, UUID jobId) {}
}
