package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** The jobs that names are known to belong to; a statement for each channel. */
    Map<MessageName, UUID> jobs(Set<MessageName> names) {
        var known = new HashMap<MessageName, UUID>();
        names.stream()
                .flatMap(each -> Stream.of(each, each.shared()))
                .collect(Collectors.groupingBy(
                        MessageName::channel, Collectors.mapping(MessageName::id, Collectors.toSet())))
                .forEach((channel, ids) -> jdbc.sql("""
                                SELECT provider_message_id, job_id FROM job_provider_messages
                                WHERE channel = :channel AND provider_message_id IN (:ids)""")
                        .param("channel", channel.code())
                        .param("ids", ids)
                        .query(row -> {
                            var name = new MessageName(channel, row.getString("provider_message_id"));
                            known.put(name, UUID.fromString(row.getString("job_id")));
                        }));
        var jobs = new HashMap<MessageName, UUID>();
        names.forEach(each -> {
            var job = known.containsKey(each) ? known.get(each) : known.get(each.shared());
            if (job != null) {
                jobs.put(each, job);
            }
        });
        return jobs;
    }

    /** A provider's name of a job's message. */
    record Message(Channel channel, String providerMessageId, UUID jobId) {}
}
