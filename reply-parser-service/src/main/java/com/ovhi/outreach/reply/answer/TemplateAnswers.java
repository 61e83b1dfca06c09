package com.ovhi.outreach.reply.answer;

import com.ovhi.outreach.common.contract.AnswerReported.Outcome;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.observability.AfterCommit;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Answers of staff that are templates, which the orchestrator schedules like any message: table {@code answers}. */
@Component
public class TemplateAnswers {

    private static final String KIND = AnswerKind.STAFF.code();

    private final JdbcClient jdbc;
    private final Clock clock;
    private final MeterRegistry meters;

    TemplateAnswers(JdbcClient jdbc, Clock clock, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.meters = meters;
    }

    /** Notes an answer with the caller's transaction; false when it was noted before. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean note(TemplateAnswer answer) {
        var noted = jdbc.sql("""
            INSERT IGNORE INTO answers
                (answer_id, kind, inbound_id, organization_id, patient_id, channel, address_hash, template, ordered_by,
                 ordered_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)
                        .param(answer.answerId().toString())
                        .param(KIND)
                        .param(answer.inboundId().toString())
                        .param(answer.organizationId())
                        .param(answer.patientId())
                        .param(answer.channel().code())
                        .param(answer.addressHash())
                        .param(answer.template())
                        .param(answer.orderedBy())
                        .param(Timestamp.from(clock.instant()))
                        .update()
                == 1;
        if (noted) {
            count("outreach.answer.ordered", "channel", answer.channel().code());
        }
        return noted;
    }

    /**
     * Notes what became of an answer, unless something newer is known: of what is heard together, in whichever order and however
     * often, the last remains. Between outcomes of the same instant the order of their codes decides.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void became(UUID answerId, Outcome outcome, @Nullable String code, Instant at) {
        var told = at.truncatedTo(ChronoUnit.MICROS);
        jdbc.sql("SELECT state, reported_at FROM answers WHERE answer_id = ? AND template IS NOT NULL FOR UPDATE")
                .param(answerId.toString())
                .query((row, _) -> new Known(row.getString("state"), row.getTimestamp("reported_at")))
                .optional()
                .filter(known -> known.givesWay(outcome, told))
                .ifPresent(known -> write(answerId, known, outcome, code, told));
    }

    private void write(UUID answerId, Known known, Outcome outcome, @Nullable String code, Instant at) {
        if (known.is(outcome)) {
            jdbc.sql("UPDATE answers SET reported_at = ? WHERE answer_id = ?")
                    .params(Timestamp.from(at), answerId.toString())
                    .update();
            return;
        }
        jdbc.sql("UPDATE answers SET state = ?, code = ?, reported_at = ? WHERE answer_id = ?")
                .param(outcome.code())
                .param(code)
                .param(Timestamp.from(at))
                .param(answerId.toString())
                .update();
        count("outreach.answer.reported", "outcome", outcome.code());
    }

    private void count(String meter, String tag, String value) {
        AfterCommit.run(() -> meters.counter(meter, "kind", KIND, tag, value).increment());
    }

    /**
     * An answer to note.
     *
     * @param addressHash of whoever wrote the message that it answers
     * @param template its key
     * @param orderedBy the person who chose it
     */
    public record TemplateAnswer(
            UUID answerId,
            UUID inboundId,
            long organizationId,
            long patientId,
            Channel channel,
            String addressHash,
            String template,
            String orderedBy) {}

    /** What became of an answer as far as is known, and since when; null before anything did. */
    private record Known(String state, @Nullable Timestamp at) {

        boolean is(Outcome outcome) {
            return state.equals(outcome.code());
        }

        boolean givesWay(Outcome outcome, Instant told) {
            if (at == null) {
                return true;
            }
            var order = at.toInstant().compareTo(told);
            return order < 0 || order == 0 && state.compareTo(outcome.code()) < 0;
        }
    }
}
