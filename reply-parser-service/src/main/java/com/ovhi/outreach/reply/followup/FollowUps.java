package com.ovhi.outreach.reply.followup;

import com.ovhi.outreach.common.ids.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
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

    private static final Duration RETENTION = Duration.ofDays(35);
    private static final int CHUNK = 5_000;

    private final JdbcClient jdbc;
    private final Clock clock;

    FollowUps(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The newest question asked at an address, whether or not it still awaits a choice. */
    public Optional<FollowUp> last(String addressHash, Channel channel) {
        return jdbc.sql("""
            SELECT * FROM follow_ups
            WHERE address_hash = ? AND channel = ? AND state <> 'unsent'
            ORDER BY asked_at DESC, answer_id DESC LIMIT 1\
            """)
                .params(addressHash, channel.code())
                .query(FollowUps::read)
                .optional();
    }

    /** The question that an answer of ours asked, whether or not it still awaits a choice. */
    public Optional<FollowUp> of(UUID answerId) {
        return jdbc.sql("SELECT * FROM follow_ups WHERE answer_id = ? AND state <> 'unsent'")
                .param(answerId.toString())
                .query(FollowUps::read)
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
        become("closed", answerId);
    }

    /** Nobody was asked, as far as anybody knows: whoever has chosen was. */
    public void unsent(UUID answerId) {
        become("unsent", answerId);
    }

    private void become(String state, UUID answerId) {
        jdbc.sql("UPDATE follow_ups SET state = ? WHERE answer_id = ? AND state = 'open'")
                .params(state, answerId.toString())
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

    private static FollowUp read(ResultSet row, int number) throws SQLException {
        return new FollowUp(
                UUID.fromString(row.getString("answer_id")),
                UUID.fromString(row.getString("inbound_id")),
                row.getString("address_hash"),
                Channel.of(row.getString("channel")),
                Topic.of(row.getString("topic")),
                Stream.of(row.getString("choices").split(",")).map(Choice::read).toList(),
                row.getTimestamp("asked_at").toInstant(),
                row.getString("state").equals("open"));
    }
}
