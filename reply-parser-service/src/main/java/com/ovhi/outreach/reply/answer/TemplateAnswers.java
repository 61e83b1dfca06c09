package com.ovhi.outreach.reply.answer;

import com.ovhi.outreach.common.contract.AnswerReported.Outcome;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.observability.AfterCommit;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
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
     * often, the last remains. Between outcomes of the same instant the order of their codes decides, and then that of the reasons.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void became(UUID answerId, Outcome outcome, @Nullable String code, Instant at) {
        var news = new Became(outcome.code(), code, at.truncatedTo(ChronoUnit.MICROS));
        jdbc.sql("SELECT state, code, reported_at FROM answers WHERE answer_id = ? AND template IS NOT NULL FOR UPDATE")
                .param(answerId.toString())
                .query((row, _) -> Became.read(row))
                .optional()
                .filter(known -> known.givesWay(news))
                .ifPresent(known -> write(answerId, known, news));
    }

    private void write(UUID answerId, Became known, Became news) {
        jdbc.sql("UPDATE answers SET state = ?, code = ?, reported_at = ? WHERE answer_id = ?")
                .param(news.state())
                .param(news.code())
                .param(Timestamp.from(Objects.requireNonNull(news.at())))
                .param(answerId.toString())
                .update();
        if (!known.state().equals(news.state())) {
            count("outreach.answer.reported", "outcome", news.state());
        }
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

    /**
     * What became of an answer.
     *
     * @param code why, null where that needs no reason
     * @param at since when; null before anything became of it
     */
    private record Became(
            String state, @Nullable String code, @Nullable Instant at) {

        private static final Comparator<Became> ORDER = Comparator.comparing(
                        Became::at, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
                .thenComparing(Became::state)
                .thenComparing(Became::code, Comparator.nullsFirst(Comparator.<String>naturalOrder()));

        static Became read(ResultSet row) throws SQLException {
            var at = row.getTimestamp("reported_at");
            return new Became(row.getString("state"), row.getString("code"), at == null ? null : at.toInstant());
        }

        boolean givesWay(Became news) {
            return ORDER.compare(this, news) < 0;
        }
    }
}
