package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which job a provider's message id belongs to. */
@Repository
class ProviderMessages {

    private final JdbcClient jdbc;

    ProviderMessages(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void belongTo(UUID jobId, Channel channel, String providerMessageId) {
        jdbc.sql("""
                        INSERT IGNORE INTO job_provider_messages (channel, provider_message_id, job_id)
                        VALUES (?, ?, ?)""")
                .params(channel.code(), providerMessageId, jobId.toString())
                .update();
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
}
