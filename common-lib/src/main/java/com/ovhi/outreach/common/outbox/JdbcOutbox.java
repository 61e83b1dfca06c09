package com.ovhi.outreach.common.outbox;

import com.ovhi.outreach.common.contract.AboutJob;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.EventType;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.observability.TraceContext;
import com.ovhi.outreach.common.outbox.OutboxRows.Row;
import com.ovhi.outreach.common.time.UtcTime;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Writes events into the {@code outbox} table, those of a transaction together just before it commits, and wakes the relay
 * afterwards. It hears of a commit from the transaction manager, after all that takes part in the transaction: a
 * synchronization that is registered while others are told of the end would not be told itself.
 */
final class JdbcOutbox implements Outbox, TransactionExecutionListener {

    private static final Logger log = LoggerFactory.getLogger(JdbcOutbox.class);
    private static final String TOMBSTONE = "tombstone";

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final TraceContext trace;
    private final RelayWakeUp wakeUp;
    private final RelayWakeUp ahead;
    private final Counter lost;

    JdbcOutbox(
            JdbcTemplate jdbc,
            Clock clock,
            TraceContext trace,
            RelayWakeUp wakeUp,
            RelayWakeUp ahead,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.trace = trace;
        this.wakeUp = wakeUp;
        this.ahead = ahead;
        lost = Counter.builder("outreach.outbox.lost")
                .description("Events of committed transactions that were not written; always a mistake in the code")
                .register(meters);
    }

    @Override
    public void publish(String topic, String key, Object event) {
        publishAll(topic, List.of(new Keyed(key, event)));
    }

    @Override
    public void publishAhead(String topic, String key, Object event) {
        publishAllAhead(topic, List.of(new Keyed(key, event)));
    }

    @Override
    public void publishAll(String topic, List<Keyed> events) {
        var rows = rows();
        events.forEach(each -> rows.add(row(topic, RelayLane.of(each.key()), each)));
    }

    @Override
    public void publishAllAhead(String topic, List<Keyed> events) {
        var rows = rows();
        events.forEach(each -> rows.add(row(topic, RelayLane.AHEAD, each)));
    }

    @Override
    public void forget(String topic, String key) {
        rows().add(row(topic, RelayLane.of(key), key, TOMBSTONE, null, trace.current()));
    }

    private Row row(String topic, int lane, Keyed keyed) {
        var event = keyed.event();
        var type = EventType.of(event.getClass());
        return row(topic, lane, keyed.key(), type, ContractJson.write(event), traceOf(keyed));
    }

    /** An event about a job goes on in the job's own trace, and its cause names the job. */
    private @Nullable String traceOf(Keyed keyed) {
        var cause = keyed.traceparent();
        var job = keyed.event() instanceof AboutJob about ? about.jobId() : null;
        if (job == null) {
            return cause == null ? trace.current() : cause;
        }
        return trace.leadingTo(job, cause);
    }

    private Row row(
            String topic, int lane, String key, String type, byte @Nullable [] payload, @Nullable String traceparent) {
        return new Row(
                Ids.next().toString(), lane, topic, key, type, payload, traceparent, UtcTime.of(clock.instant()));
    }

    /** Those of the caller's transaction. */
    private OutboxRows rows() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException("An event can only be published inside a transaction");
        }
        var bound = bound();
        return bound == null ? OutboxRows.bind(this, jdbc, this::committed, this::lost) : bound;
    }

    private @Nullable OutboxRows bound() {
        return (OutboxRows) TransactionSynchronizationManager.getResource(this);
    }

    /** Also told of savepoints that are released: whoever publishes behind one is refused, for nobody works with them. */
    @Override
    public void beforeCommit(TransactionExecution transaction) {
        var rows = bound();
        if (rows != null) {
            rows.close();
        }
    }

    /** What has committed is not to be undone any more, and its caller is not to take it for failed. */
    private void lost(int events) {
        lost.increment(events);
        log.atError().addKeyValue("events", events).log("Events were published too late to be written");
    }

    private void committed(int lane) {
        (lane == RelayLane.AHEAD ? ahead : wakeUp).signal(lane);
    }
}
