package com.ovhi.outreach.reply.answer;

import com.ovhi.outreach.common.contract.AnswerReported.Outcome;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.observability.AfterCommit;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
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

    /** Notes what became of an answer, unless something newer is known; what was known already changes nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void became(UUID answerId, Outcome outcome, @Nullable String code, Instant at) {
        var changed = jdbc.sql("""
            UPDATE answers SET state = ?, code = ?, reported_at = ?
            WHERE answer_id = ? AND template IS NOT NULL AND state <> ? AND (reported_at IS NULL OR reported_at <= ?)\
            """)
                .param(outcome.code())
                .param(code)
                .param(Timestamp.from(at))
                .param(answerId.toString())
                .param(outcome.code())
                .param(Timestamp.from(at))
                .update();
        if (changed == 1) {
            count("outreach.answer.reported", "outcome", outcome.code());
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
}
