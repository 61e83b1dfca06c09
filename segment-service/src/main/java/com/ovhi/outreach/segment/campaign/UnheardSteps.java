package com.ovhi.outreach.segment.campaign;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends steps of which nothing will be heard any more, lest they stay open for ever: what became no job, whoever was told under
 * another record, and what a campaign that is over had waiting. Should a message come of one after all, that holds. Any number
 * of instances may do so side by side.
 */
@Component
class UnheardSteps {

    /** No message is of use for as long. */
    static final Duration HEARD_WITHIN = StepRequests.USEFUL_FOR.plusDays(1);

    private static final Logger log = LoggerFactory.getLogger(UnheardSteps.class);
    private static final int PAGE = 500;

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
            var ended = PAGE;
            while (ended == PAGE) {
                ended = Objects.requireNonNullElse(transactions.execute(_ -> endSome(now)), 0);
                unheard.increment(ended);
            }
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Steps will be ended later");
        }
    }

    /** How many that were. What a pause holds is asked for again, however long that takes. */
    private int endSome(Instant now) {
        var ids = jdbc.sql("""
                        SELECT x.id FROM comm_campaigns c JOIN step_executions x ON x.campaign_id = c.id
                        WHERE %s AND x.executed_at < ?
                            AND (c.status = 'active' AND x.round = c.round AND x.job_id IS NULL
                                OR c.status IN ('completed', 'cancelled'))
                        LIMIT ?""".formatted(Executions.UNSENT))
                .params(Timestamp.from(now.minus(HEARD_WITHIN)), PAGE)
                .query(String.class)
                .list();
        if (!ids.isEmpty()) {
            jdbc.sql("UPDATE step_executions x SET ended_at = :now, end_reason = :reason WHERE x.id IN (:ids) AND "
                            + Executions.UNSENT)
                    .param("now", Timestamp.from(now))
                    .param("reason", Executions.UNHEARD)
                    .param("ids", ids)
                    .update();
        }
        return ids.size();
    }
}
