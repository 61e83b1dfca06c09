package com.ovhi.outreach.reply.answer;

import com.ovhi.outreach.common.contract.AnswerOrdered;
import com.ovhi.outreach.common.contract.AnswerReported;
import com.ovhi.outreach.common.contract.AnswerReported.Outcome;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.reply.prompts.SentMessages;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Orders answers, each once, and keeps what became of them: table {@code answers}. */
@Component
public class Answers {

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final FieldCipher cipher;
    private final Clock clock;
    private final MeterRegistry meters;

    Answers(JdbcClient jdbc, Outbox outbox, FieldCipher cipher, Clock clock, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.cipher = cipher;
        this.clock = clock;
        this.meters = meters;
    }

    /** Orders an answer with the caller's transaction; false when it was ordered before. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean order(NewAnswer answer) {
        if (!insert(answer)) {
            return false;
        }
        var hash = answer.content().addressHash();
        var sealed =
                cipher.seal(ContractJson.writeText(answer.content()), AnswerOrdered.contentContext(answer.answerId()));
        outbox.publish(
                Topics.ANSWER,
                hash,
                new AnswerOrdered(
                        answer.answerId(),
                        answer.kind(),
                        answer.inboundId(),
                        answer.askedAt(),
                        answer.organizationId(),
                        answer.patientId(),
                        answer.channel(),
                        hash,
                        answer.deadline(),
                        sealed));
        count(
                "outreach.answer.ordered",
                answer.kind(),
                "channel",
                answer.channel().code());
        return true;
    }

    private boolean insert(NewAnswer answer) {
        var who = answer.orderedBy();
        var body = who == null
                ? null
                : cipher.seal(answer.content().text(), context(answer.answerId()))
                        .ciphertext();
        return jdbc.sql("""
            INSERT IGNORE INTO answers
                (answer_id, kind, inbound_id, organization_id, patient_id, channel, address_hash, body, ordered_by,
                 ordered_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)
                        .param(answer.answerId().toString())
                        .param(answer.kind().code())
                        .param(answer.inboundId().toString())
                        .param(answer.organizationId())
                        .param(answer.patientId())
                        .param(answer.channel().code())
                        .param(answer.content().addressHash())
                        .param(body)
                        .param(who)
                        .param(Timestamp.from(clock.instant()))
                        .update()
                == 1;
    }

    /** Whether an answer of a kind went to an address since then, or is on its way. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean orderedSince(AnswerKind kind, String addressHash, Channel channel, Instant since) {
        return jdbc.sql("""
            SELECT 1 FROM answers
            WHERE address_hash = ? AND channel = ? AND kind = ? AND ordered_at > ? LIMIT 1\
            """)
                .params(addressHash, channel.code(), kind.code(), Timestamp.from(since))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** The answer of ours that has this name at the provider. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<UUID> sentAs(String providerMessageId) {
        return jdbc.sql("SELECT answer_id FROM answers WHERE message_ref = ?")
                .param(SentMessages.reference(providerMessageId))
                .query((row, _) -> UUID.fromString(row.getString("answer_id")))
                .optional();
    }

    /** Whether a message of ours is an answer. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean ordered(UUID messageId) {
        return jdbc.sql("SELECT 1 FROM answers WHERE answer_id = ?")
                .param(messageId.toString())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Whether the provider surely had an answer by then. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean sentBy(UUID answerId, Instant then) {
        return jdbc.sql("SELECT 1 FROM answers WHERE answer_id = ? AND state = ? AND reported_at <= ?")
                .params(answerId.toString(), Outcome.ACCEPTED.code(), Timestamp.from(then))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** What a member of staff answered, if this answer is one. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<StaffWords> given(UUID answerId) {
        return jdbc.sql("SELECT body, template FROM answers WHERE answer_id = ? AND ordered_by IS NOT NULL")
                .param(answerId.toString())
                .query((row, _) -> words(answerId, row.getString("body"), row.getString("template")))
                .optional();
    }

    private StaffWords words(UUID answerId, @Nullable String body, @Nullable String template) {
        return new StaffWords(body == null ? null : cipher.open(new Sealed(body), context(answerId)), template);
    }

    void reported(AnswerReported report) {
        var id = report.providerMessageId();
        jdbc.sql("""
            UPDATE answers SET state = ?, code = ?, message_ref = COALESCE(?, message_ref), reported_at = ?
            WHERE answer_id = ? AND (reported_at IS NULL OR reported_at <= ?)\
            """)
                .param(report.outcome().code())
                .param(report.code())
                .param(id == null ? null : SentMessages.reference(id))
                .param(Timestamp.from(report.at()))
                .param(report.answerId().toString())
                .param(Timestamp.from(report.at()))
                .update();
        count(
                "outreach.answer.reported",
                report.kind(),
                "outcome",
                report.outcome().code());
    }

    /** Counts an answer that was not ordered. */
    void withheld(AnswerKind kind, String reason) {
        count("outreach.answer.withheld", kind, "reason", reason);
    }

    private void count(String meter, AnswerKind kind, String tag, String value) {
        AfterCommit.run(
                () -> meters.counter(meter, "kind", kind.code(), tag, value).increment());
    }

    private static String context(UUID answerId) {
        return "answers|body|" + answerId;
    }
}
