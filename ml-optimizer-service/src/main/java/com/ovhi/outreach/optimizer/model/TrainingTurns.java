package com.ovhi.outreach.optimizer.model;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Which organisation is trained next: each once a day, by one instance. */
@Repository
class TrainingTurns {

    private static final Duration EVERY = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    TrainingTurns(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Gives every organisation that has patients a turn of its own. */
    @Transactional
    public void enrol() {
        jdbc.sql("INSERT INTO optimizer_settings (organization_id, train_at)"
                        + " SELECT DISTINCT organization_id, ? FROM engagement_patients"
                        + " ON DUPLICATE KEY UPDATE train_at = COALESCE(train_at, VALUES(train_at))")
                .param(Timestamp.from(clock.instant()))
                .update();
    }

    /**
     * Takes the turn of an organisation that wants to learn; empty when none is due. The next one is a day later even if the
     * training fails, so that one organisation cannot hold up the others.
     */
    @Transactional
    public OptionalLong take() {
        var now = clock.instant();
        var due = jdbc.sql("SELECT organization_id FROM optimizer_settings WHERE enabled AND train_at <= ?"
                        + " ORDER BY train_at LIMIT 1 FOR UPDATE SKIP LOCKED")
                .param(Timestamp.from(now))
                .query(Long.class)
                .optional();
        due.ifPresent(organization -> jdbc.sql("UPDATE optimizer_settings SET train_at = ? WHERE organization_id = ?")
                .params(Timestamp.from(now.plus(EVERY)), organization)
                .update());
        return due.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }
}
