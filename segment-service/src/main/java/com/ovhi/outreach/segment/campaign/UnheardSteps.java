package com.ovhi.outreach.segment.campaign;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends steps of which nothing will be heard any more, lest they stay open for ever: what became no job, what was refused for a
 * text that nobody mended, whoever was told under another record, what a campaign that is over had waiting, and what it had taken
 * back. Should a message come of one after all, that holds. Any number of instances may do so side by side.
 */
@Component
class UnheardSteps {

    /** No message is of use for as long. */
    static final Duration HEARD_WITHIN = StepRequests.USEFUL_FOR.plusDays(1);

    private static final Logger log = LoggerFactory.getLogger(UnheardSteps.class);
    private static final int PAGE = 500;

    /** Nothing more is going to be told of them. What a pause holds is asked for again, however long that takes. */
    private static final String LOST = """
            (c.status = 'active' AND x.round = c.round AND x.job_id IS NULL
                OR c.status = 'completed' AND x.round = c.round)""";

    /** A pause or a cancellation has taken them back, and nobody asks for them again. */
    private static final String TAKEN_BACK = "(c.status = 'cancelled' OR c.status = 'completed' AND x.round < c.round)";

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Counter unheard;

    UnheardSteps(JdbcClient jdbc, TransactionTemplate transactions, Clock clock, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        unheard = Counter.builder("outreach.campaign.unheard")
                .description("Steps that were ended because nothing was heard of them")
                .register(meters);
    }

    /** Looks every ten minutes of real time. */
    @Scheduled(fixedDelayString = "${outreach.campaign.unheard:PT10M}")
    void end() {
        var now = clock.instant();
        try {
            endAll(LOST + " AND x.end_reason IS NULL", Executions.UNHEARD, now, unheard::increment);
            endAll(LOST + " AND x.end_reason IS NOT NULL", Executions.UNHEARD, now, _ -> {});
            endAll(TAKEN_BACK, Executions.CAMPAIGN_OVER, now, _ -> {});
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Steps will be ended later");
        }
    }

    /** What another instance ends beside this one, that one counts. */
    private void endAll(String which, String reason, Instant now, IntConsumer counted) {
        var ended = PAGE;
        while (ended == PAGE) {
            ended = Objects.requireNonNullElse(transactions.execute(_ -> endSome(which, reason, now)), 0);
            counted.accept(ended);
        }
    }

    /**
     * How many that were. Looks at them once more as it ends them: a job may have been made meanwhile. Where it was told why
     * nothing came of them yet, that is why.
     */
    private int endSome(String which, String reason, Instant now) {
        var unsent = Executions.UNSENT + " AND " + which;
        var ids = jdbc.sql("""
                        SELECT x.id FROM comm_campaigns c JOIN step_executions x ON x.campaign_id = c.id
                        WHERE %s AND x.executed_at < ? LIMIT ?""".formatted(unsent))
                .params(Timestamp.from(now.minus(HEARD_WITHIN)), PAGE)
                .query(String.class)
                .list();
        return ids.isEmpty()
                ? 0
                : jdbc.sql("""
                        UPDATE step_executions x SET x.ended_at = :now, x.end_reason = COALESCE(x.end_reason, :reason)
                        WHERE x.id IN (:ids)
                            AND EXISTS (SELECT 1 FROM comm_campaigns c WHERE c.id = x.campaign_id AND %s)""".formatted(unsent))
                        .param("now", Timestamp.from(now))
                        .param("reason", reason)
                        .param("ids", ids)
                        .update();
    }
}
