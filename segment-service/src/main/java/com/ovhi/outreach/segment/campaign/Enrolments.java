package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.time.UtcTime;
import com.ovhi.outreach.segment.campaign.Enrolment.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who is enrolled in which campaign, and where they stand. Rows read to be changed stay locked. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Enrolments {

    private static final int PAGE = 500;

    private static final String SELECT = "SELECT * FROM enrolments WHERE ";

    /** Of an enrolment {@code e}: something it asked for may still be sent. */
    private static final String UNSENT = """
            EXISTS (SELECT 1 FROM step_executions x
                WHERE x.campaign_id = e.campaign_id AND x.patient_id = e.patient_id AND x.run = e.run
                    AND %s)""".formatted(Executions.UNSENT);

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    Enrolments(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** Those of the patients who are enrolled or were. */
    Set<Long> known(long campaignId, Collection<Long> patientIds) {
        return new HashSet<>(jdbc.sql(
                        "SELECT patient_id FROM enrolments WHERE campaign_id = :campaign AND patient_id IN (:patients)")
                .param("campaign", campaignId)
                .param("patients", patientIds)
                .query(Long.class)
                .list());
    }

    /** How many were ever enrolled; no more than so many are counted. */
    long count(long campaignId, long most) {
        return jdbc.sql("SELECT COUNT(*) FROM (SELECT 1 FROM enrolments WHERE campaign_id = ? LIMIT ?) enrolled")
                .params(campaignId, most)
                .query(Long.class)
                .single();
    }

    /** Lets a patient go through a campaign once more, once; what they did the last time is forgotten. */
    void reenter(Enrolment again, Instant now) {
        jdbc.sql("""
                        UPDATE enrolments SET enrolled_at = :now, run = :run, version = :version, state = 'waiting',
                            next_step = 0, next_at = :anchor, anchor_at = :anchor, previous_at = :anchor,
                            variant = :variant, exit_reason = NULL, exited_at = NULL, is_delivered = FALSE,
                            is_opened = FALSE, is_clicked = FALSE, is_replied = FALSE, is_confirmed = FALSE,
                            is_booked = FALSE
                        WHERE campaign_id = :campaign AND patient_id = :patient AND state = 'exited' AND run < :run""")
                .param("now", Timestamp.from(now))
                .param("run", again.run())
                .param("version", again.version())
                .param("anchor", Timestamp.from(again.anchor()))
                .param("variant", again.variant())
                .param("campaign", again.campaignId())
                .param("patient", again.patientId())
                .update();
    }

    /**
     * The next who have something to do, the longest waiting first; whom somebody else holds is passed over until the next time.
     * News that came together hold patients in the order in which they came: a chunk that waited for one of them while it holds
     * another could be waited for in turn.
     */
    List<Enrolment> due(long campaignId, Instant now, int limit) {
        return Stream.of(State.WAITING, State.AWAITING)
                .flatMap(state -> due(campaignId, state, now, limit).stream())
                .sorted(Comparator.comparing(each -> Objects.requireNonNull(each.nextAt())))
                .limit(limit)
                .toList();
    }

    /** Those of one state are read in the order of an index, so that the others who are due are neither read nor locked. */
    private List<Enrolment> due(long campaignId, State state, Instant now, int limit) {
        return jdbc.sql(
                        SELECT
                                + "campaign_id = ? AND state = ? AND next_at <= ? ORDER BY next_at LIMIT ? FOR UPDATE SKIP LOCKED")
                .params(campaignId, state.code(), Timestamp.from(now), limit)
                .query((row, _) -> read(row))
                .list();
    }

    /** Where a patient stands in a campaign; empty when they never entered. */
    Optional<Enrolment> find(long campaignId, long patientId) {
        return jdbc.sql(SELECT + "campaign_id = ? AND patient_id = ? FOR UPDATE")
                .params(campaignId, patientId)
                .query((row, _) -> read(row))
                .optional();
    }

    /**
     * Where several patients stand in a campaign, by patient; held in the order of their ids, and nobody else, however few the
     * statistics take to be enrolled.
     */
    Map<Long, Enrolment> hold(long campaignId, Collection<Long> patientIds) {
        return jdbc
                .sql("""
                        SELECT * FROM enrolments FORCE INDEX (PRIMARY)
                        WHERE campaign_id = :campaign AND patient_id IN (:patients) ORDER BY patient_id FOR UPDATE""")
                .param("campaign", campaignId)
                .param("patients", patientIds)
                .query((row, _) -> read(row))
                .list()
                .stream()
                .collect(Collectors.toMap(Enrolment::patientId, Function.identity()));
    }

    /** Whether the patient was enrolled at a time; where they begin later, the anchor of their steps is later, too. */
    boolean enrolledBy(Enrolment enrolment, Instant at) {
        return jdbc.sql("SELECT enrolled_at <= ? FROM enrolments WHERE campaign_id = ? AND patient_id = ?")
                .params(Timestamp.from(at), enrolment.campaignId(), enrolment.patientId())
                .query(Boolean.class)
                .single();
    }

    /** The campaigns of an organisation a patient is in, or has gone through and may not have been sent all of. */
    List<Enrolment> ofPatient(long organizationId, long patientId) {
        return open("c.organization_id", organizationId, patientId);
    }

    /** The same of the campaigns for a segment. */
    List<Enrolment> ofSegment(long segmentId, long patientId) {
        return open("c.segment_id", segmentId, patientId);
    }

    /** Campaigns are looked at without a lock: whoever expands one holds it. */
    private List<Enrolment> open(String column, long value, long patientId) {
        return jdbc
                .sql("""
                        SELECT e.campaign_id FROM enrolments e JOIN comm_campaigns c ON c.id = e.campaign_id
                        WHERE e.patient_id = ? AND %s = ? AND c.status <> 'cancelled'
                            AND (e.state IN ('waiting', 'awaiting') OR e.exit_reason = 'finished' AND %s)
                        ORDER BY e.campaign_id""".formatted(column, UNSENT))
                .params(patientId, value)
                .query((row, _) -> row.getLong("campaign_id"))
                .list()
                .stream()
                .flatMap(campaign -> find(campaign, patientId).stream())
                .filter(Enrolment::open)
                .toList();
    }

    /**
     * Writes down where patients stand; the deeds are written by {@link #did} alone. They are all known: as an insertion that
     * meets its key hundreds go in one statement.
     */
    void save(List<Enrolment> changed, Instant now) {
        batches.batchUpdate("""
                INSERT INTO enrolments (campaign_id, patient_id, state, next_step, next_at, anchor_at, previous_at,
                    exit_reason, exited_at, variant)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE state = VALUES(state), next_step = VALUES(next_step),
                    next_at = VALUES(next_at), anchor_at = VALUES(anchor_at), previous_at = VALUES(previous_at),
                    exit_reason = VALUES(exit_reason), exited_at = VALUES(exited_at), variant = VALUES(variant)""", changed, Math.max(1, changed.size()), (row, each) -> {
            row.setLong(1, each.campaignId());
            row.setLong(2, each.patientId());
            row.setString(3, each.state().code());
            row.setInt(4, each.nextStep());
            row.setObject(5, time(each.nextAt()));
            row.setObject(6, time(each.anchor()));
            row.setObject(7, time(each.previous()));
            row.setString(8, each.exitReason());
            row.setObject(9, exitedAt(each, now));
            row.setString(10, each.variant());
        });
    }

    static @Nullable LocalDateTime exitedAt(Enrolment enrolment, Instant now) {
        return enrolment.state() == State.EXITED ? time(now) : null;
    }

    /** A patient did one of {@link Conditions#NOTHING}. */
    void did(Enrolment enrolment, String deed) {
        did(enrolment.campaignId(), List.of(enrolment.patientId()), deed);
    }

    /** The same of several patients, who are held. */
    void did(long campaignId, Collection<Long> patientIds, String deed) {
        if (!Conditions.NOTHING.containsKey(deed)) {
            throw new IllegalArgumentException("There is no such deed");
        }
        jdbc.sql("UPDATE enrolments FORCE INDEX (PRIMARY) SET is_" + deed
                        + " = TRUE WHERE campaign_id = :campaign AND patient_id IN (:patients)")
                .param("campaign", campaignId)
                .param("patients", patientIds)
                .update();
    }

    /**
     * Moves patients who are on earlier versions to one, at the same place if it has that; returns how many. Who has gone
     * through it all goes with them while one of their messages has not been sent.
     */
    int move(long campaignId, int version, int steps, Instant now) {
        moveFinished(campaignId, version);
        return jdbc.sql("""
                        UPDATE enrolments SET version = :version, next_at = IF(state = 'waiting', :now, next_at)
                        WHERE campaign_id = :campaign AND state IN ('waiting', 'awaiting') AND version < :version
                            AND next_step < :steps""")
                .param("campaign", campaignId)
                .param("version", version)
                .param("steps", steps)
                .param("now", Timestamp.from(now))
                .update();
    }

    /** Executions are read first: an update that reads them would lock all of them, and the news of their messages would wait. */
    private void moveFinished(long campaignId, int version) {
        var finished = """
                e.campaign_id = :campaign AND e.version < :version AND e.state = 'exited' AND e.exit_reason = 'finished'""";
        var patients = jdbc.sql("SELECT e.patient_id FROM enrolments e WHERE " + finished + " AND " + UNSENT
                        + " ORDER BY e.patient_id")
                .param("campaign", campaignId)
                .param("version", version)
                .query(Long.class)
                .list();
        patients.stream()
                .gather(Gatherers.windowFixed(PAGE))
                .forEach(some -> jdbc.sql(
                                "UPDATE enrolments e SET e.version = :version WHERE e.patient_id IN (:some) AND "
                                        + finished)
                        .param("version", version)
                        .param("some", some)
                        .param("campaign", campaignId)
                        .update());
    }

    static @Nullable LocalDateTime time(@Nullable Instant instant) {
        return instant == null ? null : UtcTime.of(instant);
    }

    static Enrolment read(ResultSet row) throws SQLException {
        var enrolled = row.getTimestamp("enrolled_at").toInstant();
        var next = row.getTimestamp("next_at");
        var deeds = new TreeMap<String, Boolean>();
        for (var deed : Conditions.NOTHING.keySet()) {
            deeds.put(deed, row.getBoolean("is_" + deed));
        }
        return new Enrolment(
                row.getLong("campaign_id"),
                row.getLong("patient_id"),
                row.getInt("run"),
                row.getInt("version"),
                State.of(row.getString("state")),
                row.getInt("next_step"),
                next == null ? null : next.toInstant(),
                instant(row, "anchor_at", enrolled),
                instant(row, "previous_at", enrolled),
                row.getString("variant"),
                Map.copyOf(deeds),
                row.getString("exit_reason"));
    }

    private static Instant instant(ResultSet row, String column, Instant otherwise) throws SQLException {
        var at = row.getTimestamp(column);
        return at == null ? otherwise : at.toInstant();
    }
}
