package com.ovhi.outreach.common.sample;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.PoisonRecord;
import com.ovhi.outreach.common.messaging.RetryLater;
import com.ovhi.outreach.common.outbox.Outbox;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.messaging.Message;
import org.springframework.transaction.annotation.Transactional;

/** Writes down what it is told and answers each job event with an audit event. */
public class Handled {

    private final JdbcTemplate jdbc;
    private final Outbox outbox;
    private final AtomicBoolean ready = new AtomicBoolean(true);

    Handled(JdbcTemplate jdbc, Outbox outbox) {
        this.jdbc = jdbc;
        this.outbox = outbox;
    }

    /** Whether what {@code completed} events wait for is there. */
    public void ready(boolean value) {
        ready.set(value);
    }

    /** Publishes in a transaction of its own, which may be made to fail at its end. */
    @Transactional
    public void publish(String key, Object event, boolean fail) {
        outbox.publish(Topics.JOB, key, event);
        if (fail) {
            throw new IllegalStateException("the transaction fails");
        }
    }

    /** Publishes what must not wait for other events. */
    @Transactional
    public void publishAhead(String key, Object event) {
        outbox.publishAhead(Topics.JOB, key, event);
    }

    /** The details written down for a key, in order. */
    @Transactional(readOnly = true)
    public List<String> of(String key) {
        return jdbc.query(
                "SELECT detail FROM handled WHERE event_key = ? ORDER BY seq", (row, n) -> row.getString(1), key);
    }

    /** Keeps the relay of ordinary events busy until a wait ends. */
    @Transactional
    public void holdLanesOfKeys(Runnable wait) {
        jdbc.queryForList("SELECT lane FROM outbox_lane WHERE lane < 8 FOR UPDATE");
        wait.run();
    }

    /** Holds the relay's lanes, as another instance might, until a wait ends. */
    @Transactional
    public void holdLanes(Runnable wait) {
        jdbc.queryForList("SELECT lane FROM outbox_lane FOR UPDATE");
        wait.run();
    }

    /** Runs a statement in a transaction of its own. */
    @Transactional
    public void execute(String sql) {
        jdbc.update(sql);
    }

    /** The number a query counts. */
    @Transactional(readOnly = true)
    public long count(String sql) {
        return Optional.ofNullable(jdbc.queryForObject(sql, Long.class)).orElse(0L);
    }

    private void write(String key, String detail) {
        jdbc.update("INSERT INTO handled (event_key, detail) VALUES (?, ?)", key, detail);
    }

    /** Handles a job event. */
    public void changed(JobChanged change) {
        if ("poison".equals(change.reason())) {
            throw new PoisonRecord("sample-poison");
        }
        var key = Long.toString(change.patientId());
        write(key, change.milestone().code());
        outbox.publish(
                Topics.AUDIT,
                key,
                new AuditRecorded(
                        change.organizationId(),
                        change.patientId(),
                        "sample",
                        AuditAction.ACCESS,
                        Map.of(),
                        null,
                        null,
                        Instant.EPOCH));
    }

    /** Handles the end of a visit, once {@link #ready} says so. */
    public void completed(AppointmentClosed visit) {
        if (!ready.get()) {
            throw new RetryLater("not-ready");
        }
        write(Long.toString(visit.patientId()), "visit " + visit.appointmentId());
    }

    @Configuration(proxyBeanMethods = false)
    static class Wiring {

        @Bean
        Handled handled(JdbcTemplate jdbc, Outbox outbox) {
            return new Handled(jdbc, outbox);
        }

        @Bean
        Consumer<Message<List<byte[]>>> jobs(EventConsumers consumers, Handled handled) {
            return consumers
                    .named("sample.jobs")
                    .on(
                            JobChanged.class,
                            change -> change.milestone() != Milestone.PROCESSING,
                            (change, event) -> handled.changed(change))
                    .on("appointment.completed", AppointmentClosed.class, (visit, event) -> handled.completed(visit))
                    .build();
        }
    }
}
