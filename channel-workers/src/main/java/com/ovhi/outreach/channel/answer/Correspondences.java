package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.channel.answer.Correspondence.Sent;
import com.ovhi.outreach.common.contract.AnswerOrdered;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Table {@code answer_addresses}, whose rows put all answers to one address on a channel in one line. Thread-safe. */
@Repository
class Correspondences {

    private static final int RETENTION_DAYS = 400;
    private static final int PURGE_CHUNK = 5_000;

    /** What has left, or may have. */
    private static final String SENT = "state IN ('open', 'accepted', 'unknown')";

    private final JdbcClient jdbc;

    Correspondences(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A message arrived that is to be answered so. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void asked(AnswerOrdered order, Instant askedAt) {
        heard(
                order.addressHash(),
                order.channel(),
                askedAt,
                order.kind() == AnswerKind.STOP_CONFIRMATION,
                order.kind() == AnswerKind.START_CONFIRMATION);
    }

    /** A message arrived that ends or resumes messages, whether or not that is to be confirmed. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void said(ReplyUnderstood reply, Instant saidAt) {
        heard(
                reply.addressHash(),
                reply.channel(),
                saidAt,
                reply.intent() == Intent.STOP,
                reply.intent() == Intent.START);
    }

    private void heard(String addressHash, Channel channel, Instant heardAt, boolean stops, boolean starts) {
        var at = micros(heardAt);
        jdbc.sql("""
                        INSERT INTO answer_addresses
                            (address_hash, channel, asked_at, stopped_at, started_at, ordered_at)
                        VALUES (:hash, :channel, :asked, :stopped, :started, UTC_TIMESTAMP(6))
                        ON DUPLICATE KEY UPDATE
                            asked_at = GREATEST(asked_at, VALUES(asked_at)),
                            stopped_at = GREATEST(COALESCE(stopped_at, VALUES(stopped_at)),
                                                  COALESCE(VALUES(stopped_at), stopped_at)),
                            started_at = GREATEST(COALESCE(started_at, VALUES(started_at)),
                                                  COALESCE(VALUES(started_at), started_at)),
                            ordered_at = VALUES(ordered_at)""")
                .param("hash", addressHash)
                .param("channel", channel.code())
                .param("asked", at)
                .param("stopped", stops ? at : null)
                .param("started", starts ? at : null)
                .update();
    }

    /** Everything that counts for an answer; no other answer to its address is judged before the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Correspondence hold(Answer answer, Instant now) {
        var asked = jdbc.sql("""
                        SELECT asked_at, stopped_at, started_at FROM answer_addresses
                        WHERE address_hash = ? AND channel = ? FOR UPDATE""")
                .params(answer.addressHash(), answer.channel().code())
                .query((row, _) -> new Asked(
                        row.getTimestamp("asked_at").toInstant(),
                        instant(row.getTimestamp("stopped_at")),
                        instant(row.getTimestamp("started_at"))))
                .single();
        return new Correspondence(
                asked.at(),
                asked.stop(),
                asked.start(),
                confirmedStop(answer).orElse(null),
                answeredAlready(answer),
                recent(answer, now));
    }

    private record Asked(
            Instant at, @Nullable Instant stop, @Nullable Instant start) {}

    private Optional<Instant> confirmedStop(Answer answer) {
        return jdbc.sql("SELECT asked_at FROM answers WHERE address_hash = ? AND channel = ?"
                        + " AND kind = 'stop_confirmation' AND " + SENT + " ORDER BY asked_at DESC LIMIT 1")
                .params(answer.addressHash(), answer.channel().code())
                .query((row, _) -> row.getTimestamp(1).toInstant())
                .optional();
    }

    private boolean answeredAlready(Answer answer) {
        return jdbc.sql("SELECT COUNT(*) FROM answers WHERE inbound_id = ? AND kind = ? AND id <> ? AND " + SENT)
                        .params(
                                answer.inboundId().toString(),
                                answer.kind().code(),
                                answer.id().toString())
                        .query(Long.class)
                        .single()
                > 0;
    }

    private List<Sent> recent(Answer answer, Instant now) {
        return jdbc.sql("SELECT kind, passed_at FROM answers WHERE address_hash = ? AND channel = ?"
                        + " AND passed_at > ? AND kind <> 'staff' AND " + SENT)
                .params(answer.addressHash(), answer.channel().code(), micros(now.minus(Ceilings.DAY)))
                .query((row, _) -> new Sent(
                        AnswerKind.of(row.getString(1)), row.getTimestamp(2).toInstant()))
                .list();
    }

    /** Forgets addresses from which nobody has written for long. */
    @Transactional
    public int purge() {
        return jdbc.sql("DELETE FROM answer_addresses WHERE ordered_at < UTC_TIMESTAMP(6) - INTERVAL ? DAY LIMIT ?")
                .params(RETENTION_DAYS, PURGE_CHUNK)
                .update();
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private static Timestamp micros(Instant instant) {
        return Timestamp.from(instant.truncatedTo(ChronoUnit.MICROS));
    }
}
