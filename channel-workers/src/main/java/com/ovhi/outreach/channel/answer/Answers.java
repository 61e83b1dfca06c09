package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.common.contract.AnswerOrdered;
import com.ovhi.outreach.common.ids.Channel;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Table {@code answers}. Pauses and leases are measured by the database's clock, in real time; everything the rules judge
 * by is on the suite's. Thread-safe.
 */
@Repository
class Answers {

    private static final int LONGEST_CODE = 64;
    private static final int LONGEST_MESSAGE_ID = 255;
    private static final int RETENTION_DAYS = 400;
    private static final int PURGE_CHUNK = 5_000;

    private final JdbcClient jdbc;

    Answers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes an answer down that is to be sent; false when it was before. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean add(AnswerOrdered order, Instant askedAt) {
        return jdbc.sql("""
                        INSERT IGNORE INTO answers
                            (id, kind, inbound_id, channel, organization_id, patient_id, address_hash, asked_at,
                             deadline_at, content, state, ordered_at, next_try_at)
                        VALUES (:id, :kind, :inbound, :channel, :organization, :patient, :hash, :asked, :deadline,
                                :content, 'waiting', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))""")
                        .param("id", order.answerId().toString())
                        .param("kind", order.kind().code())
                        .param("inbound", order.inboundId().toString())
                        .param("channel", order.channel().code())
                        .param("organization", order.organizationId())
                        .param("patient", order.patientId())
                        .param("hash", order.addressHash())
                        .param("asked", micros(askedAt))
                        .param("deadline", micros(order.deadline()))
                        .param("content", order.content().ciphertext())
                        .update()
                == 1;
    }

    /** Takes what is due on a channel, so that for a while no other instance works on it. */
    @Transactional
    public List<Answer> take(Channel channel, Urgency urgency, int limit, Duration hold) {
        var due = jdbc.sql("""
                        SELECT * FROM answers
                        WHERE state = 'waiting' AND channel = :channel AND kind IN (:kinds)
                            AND next_try_at <= UTC_TIMESTAMP(6)
                        ORDER BY next_try_at, seq LIMIT :limit FOR UPDATE SKIP LOCKED""")
                .param("channel", channel.code())
                .param("kinds", urgency.kinds())
                .param("limit", limit)
                .query(Answer::read)
                .list();
        due.forEach(each -> postpone(each.id(), hold));
        return due;
    }

    /** Tries an answer again after a pause. */
    @Transactional
    public void postpone(UUID id, Duration pause) {
        jdbc.sql("""
                        UPDATE answers SET next_try_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND
                        WHERE id = ? AND state = 'waiting'""").params(pause.toNanos() / 1_000, id.toString()).update();
    }

    /** The same, saying what it waits for. */
    @Transactional
    public void postpone(UUID id, String code, Duration pause) {
        postpone(id, pause);
        jdbc.sql("UPDATE answers SET code = :code WHERE id = :id AND state = 'waiting'")
                .param("code", cut(code, LONGEST_CODE))
                .param("id", id.toString())
                .update();
    }

    /** An answer, which nobody else changes before the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Answer> lock(UUID id) {
        return jdbc.sql("SELECT * FROM answers WHERE id = ? FOR UPDATE")
                .param(id.toString())
                .query(Answer::read)
                .optional();
    }

    /** It passes the gate: with this transaction's end the provider may be called. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void open(UUID id, String account, Instant now) {
        jdbc.sql("""
                        UPDATE answers SET state = 'open', code = NULL, tries = tries + 1, account = ?, passed_at = ?,
                               opened_at = UTC_TIMESTAMP(6), next_try_at = NULL
                        WHERE id = ? AND state = 'waiting'""").params(account, micros(now), id.toString()).update();
    }

    /** It was not sent, and is tried again after a pause as if it had never passed the gate. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void again(UUID id, String code, int tries, Duration pause) {
        jdbc.sql("""
                        UPDATE answers SET state = 'waiting', code = :code, tries = :tries, passed_at = NULL,
                               opened_at = NULL, next_try_at = UTC_TIMESTAMP(6) + INTERVAL :pause MICROSECOND
                        WHERE id = :id""")
                .param("code", cut(code, LONGEST_CODE))
                .param("tries", tries)
                .param("pause", pause.toNanos() / 1_000)
                .param("id", id.toString())
                .update();
    }

    /** Remembers the outcome and forgets the content. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void settle(UUID id, AnswerState state, @Nullable String code, @Nullable String messageId, Instant now) {
        jdbc.sql("""
                        UPDATE answers SET state = :state, code = :code, provider_message_id = :message,
                               settled_at = :now, content = NULL, next_try_at = NULL
                        WHERE id = :id""")
                .param("state", state.code())
                .param("code", cut(code, LONGEST_CODE))
                .param("message", cut(messageId, LONGEST_MESSAGE_ID))
                .param("now", micros(now))
                .param("id", id.toString())
                .update();
    }

    /** What a provider said became of it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void delivered(UUID id, Answer.Delivery delivery) {
        jdbc.sql("""
                        UPDATE answers SET delivery_state = :state, delivery_code = :code, delivery_at = :at
                        WHERE id = :id""")
                .param("state", delivery.state().code())
                .param("code", cut(delivery.code(), LONGEST_CODE))
                .param("at", micros(delivery.at()))
                .param("id", id.toString())
                .update();
    }

    /** Those of some ids that are answers. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<UUID> among(Collection<UUID> ids) {
        return jdbc.sql("SELECT id FROM answers WHERE id IN (:ids) ORDER BY id")
                .param("ids", ids.stream().map(UUID::toString).toList())
                .query((row, _) -> UUID.fromString(row.getString(1)))
                .list();
    }

    /** What has been open for longer than any call takes, which nobody else is looking at: its worker has died. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<UUID> abandoned(Duration lease, int limit) {
        return jdbc.sql("""
                        SELECT id FROM answers
                        WHERE state = 'open' AND opened_at < UTC_TIMESTAMP(6) - INTERVAL ? MICROSECOND
                        ORDER BY opened_at LIMIT ? FOR UPDATE SKIP LOCKED""")
                .params(lease.toNanos() / 1_000, limit)
                .query((row, _) -> UUID.fromString(row.getString(1)))
                .list();
    }

    /** How many wait on a channel that should have been sent so long ago. */
    @Transactional(readOnly = true)
    public long waiting(Channel channel, Duration since) {
        return jdbc.sql("""
                        SELECT COUNT(*) FROM answers
                        WHERE state = 'waiting' AND channel = ?
                            AND ordered_at <= UTC_TIMESTAMP(6) - INTERVAL ? MICROSECOND""")
                .params(channel.code(), since.toNanos() / 1_000)
                .query(Long.class)
                .single();
    }

    /** An answer of an organisation, null is nobody's. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Answer> find(@Nullable Long organization, UUID id) {
        return jdbc.sql("SELECT * FROM answers WHERE organization_id <=> ? AND id = ?")
                .param(organization)
                .param(id.toString())
                .query(Answer::read)
                .optional();
    }

    /** Those of an organisation, or of nobody, that fit, newest first. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Answer> page(@Nullable Long organization, AnswerFilter filter, @Nullable Long before, int limit) {
        var state = filter.state();
        var kind = filter.kind();
        var channel = filter.channel();
        return jdbc.sql("""
                        SELECT * FROM answers
                        WHERE organization_id <=> :organization AND (:state IS NULL OR state = :state)
                            AND (:kind IS NULL OR kind = :kind) AND (:channel IS NULL OR channel = :channel)
                            AND (:patient IS NULL OR patient_id = :patient) AND (:before IS NULL OR seq < :before)
                        ORDER BY seq DESC LIMIT :limit""")
                .param("organization", organization)
                .param("state", state == null ? null : state.code())
                .param("kind", kind == null ? null : kind.code())
                .param("channel", channel == null ? null : channel.code())
                .param("patient", filter.patientId())
                .param("before", before)
                .param("limit", limit)
                .query(Answer::read)
                .list();
    }

    /** Forgets answers so old that nobody asks for them. */
    @Transactional
    public int purge() {
        return jdbc.sql("""
                        DELETE FROM answers
                        WHERE ordered_at < UTC_TIMESTAMP(6) - INTERVAL ? DAY AND state NOT IN ('waiting', 'open')
                        LIMIT ?""").params(RETENTION_DAYS, PURGE_CHUNK).update();
    }

    private static @Nullable String cut(@Nullable String text, int most) {
        return text == null || text.length() <= most ? text : text.substring(0, most);
    }

    private static Timestamp micros(Instant instant) {
        return Timestamp.from(instant.truncatedTo(ChronoUnit.MICROS));
    }
}
