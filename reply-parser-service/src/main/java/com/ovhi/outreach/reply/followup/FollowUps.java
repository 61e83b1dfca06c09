package com.ovhi.outreach.reply.followup;

import com.ovhi.outreach.common.ids.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Questions back that await a choice: table {@code follow_ups}. Call inside a transaction. */
@Component
public class FollowUps {

    /** After that a bare number may mean anything. */
    static final Duration LIFETIME = Duration.ofHours(24);

    private static final Duration RETENTION = Duration.ofDays(35);
    private static final int CHUNK = 5_000;

    private final JdbcClient jdbc;
    private final Clock clock;

    FollowUps(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The newest question asked at an address, if it still awaits a choice. */
    public Optional<FollowUp> open(String addressHash, Channel channel, Instant answered) {
        return jdbc.sql("""
            SELECT * FROM follow_ups
            WHERE address_hash = ? AND channel = ? AND asked_at > ?
            ORDER BY asked_at DESC, answer_id DESC LIMIT 1\
            """)
                .params(addressHash, channel.code(), Timestamp.from(answered.minus(LIFETIME)))
                .query((row, number) ->
                        new Kept(read(row), row.getString("state").equals("open")))
                .optional()
                .filter(Kept::open)
                .map(Kept::question);
    }

    /** The question that an answer of ours asked, if it still awaits a choice. */
    public Optional<FollowUp> of(UUID answerId, Instant answered) {
        return jdbc.sql("SELECT * FROM follow_ups WHERE answer_id = ? AND state = 'open' AND asked_at > ?")
                .params(answerId.toString(), Timestamp.from(answered.minus(LIFETIME)))
                .query((row, number) -> read(row))
                .optional();
    }

    /** Remembers a question, once. */
    public void ask(FollowUp question) {
        jdbc.sql("""
            INSERT IGNORE INTO follow_ups (answer_id, inbound_id, address_hash, channel, topic, choices, asked_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)\
            """)
                .params(
                        question.answerId().toString(),
                        question.inboundId().toString(),
                        question.addressHash(),
                        question.channel().code(),
                        question.topic().code(),
                        question.choices().stream().map(Choice::written).collect(Collectors.joining(",")),
                        Timestamp.from(question.askedAt()))
                .update();
    }

    /** A choice was made. */
    public void close(UUID answerId) {
        jdbc.sql("UPDATE follow_ups SET state = 'closed' WHERE answer_id = ?")
                .param(answerId.toString())
                .update();
    }

    @Scheduled(fixedDelayString = "PT15M", initialDelayString = "PT9M")
    @Transactional
    void purge() {
        jdbc.sql("DELETE FROM follow_ups WHERE asked_at < ? LIMIT ?")
                .param(Timestamp.from(clock.instant().minus(RETENTION)))
                .param(CHUNK)
                .update();
    }

    private static FollowUp read(ResultSet row) throws SQLException {
        return new FollowUp(
                UUID.fromString(row.getString("answer_id")),
                UUID.fromString(row.getString("inbound_id")),
                row.getString("address_hash"),
                Channel.of(row.getString("channel")),
                Topic.of(row.getString("topic")),
                Stream.of(row.getString("choices").split(",")).map(Choice::read).toList(),
                row.getTimestamp("asked_at").toInstant());
    }

    private record Kept(FollowUp question, boolean open) {}
}
