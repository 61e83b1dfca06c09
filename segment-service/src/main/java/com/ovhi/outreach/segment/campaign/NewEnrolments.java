package com.ovhi.outreach.segment.campaign;

import java.sql.Connection;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes down who enters a campaign. The news of an entry may do so at the same time, for patients who are not seen yet. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class NewEnrolments {

    private final JdbcTemplate jdbc;

    NewEnrolments(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Enrols patients, except those who are known already: they stay where they are. */
    void enterUnlessKnown(List<Enrolment> entering, Instant now) {
        insert("INSERT IGNORE", entering, now);
    }

    /** Enrols patients where they stand, all or none; whether it did. None where somebody else has enrolled one of them. */
    boolean enter(List<Enrolment> entering, Instant now) {
        var before = Objects.requireNonNull(jdbc.execute((ConnectionCallback<Savepoint>) Connection::setSavepoint));
        try {
            insert("INSERT", entering, now);
            return true;
        } catch (DuplicateKeyException _) {
            undo(before);
            return false;
        }
    }

    /** A batch may have got as far as some of its statements. */
    private void undo(Savepoint before) {
        jdbc.execute((ConnectionCallback<Boolean>) connection -> {
            connection.rollback(before);
            return true;
        });
    }

    private void insert(String how, List<Enrolment> entering, Instant now) {
        if (entering.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(how + """
                 INTO enrolments (campaign_id, patient_id, enrolled_at, run, version, state, next_step,
                    next_at, anchor_at, previous_at, exit_reason, exited_at, variant)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", entering, entering.size(), (row, each) -> {
            row.setLong(1, each.campaignId());
            row.setLong(2, each.patientId());
            row.setObject(3, Enrolments.time(now));
            row.setInt(4, each.run());
            row.setInt(5, each.version());
            row.setString(6, each.state().code());
            row.setInt(7, each.nextStep());
            row.setObject(8, Enrolments.time(each.nextAt()));
            row.setObject(9, Enrolments.time(each.anchor()));
            row.setObject(10, Enrolments.time(each.previous()));
            row.setString(11, each.exitReason());
            row.setObject(12, Enrolments.exitedAt(each, now));
            row.setString(13, each.variant());
        });
    }
}
