package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.segment.population.Organizations;
import com.ovhi.outreach.segment.segment.SegmentEvaluation.Evaluated;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * When each segment is judged as a whole: as soon as its rule changed, and at the beginning of each day of its
 * organisation, because rules may ask how old somebody is or how long ago a visit was.
 */
@Repository
@Transactional
class Evaluations {

    private static final Instant NEVER = Instant.parse("2037-12-31T00:00:00Z");

    /** After this a segment is claimed again, should who claimed it have died. */
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final Segments segments;
    private final Organizations organizations;
    private final Clock clock;
    private final Pace pace;

    Evaluations(JdbcClient jdbc, Segments segments, Organizations organizations, Clock clock, Pace pace) {
        this.jdbc = jdbc;
        this.segments = segments;
        this.organizations = organizations;
        this.clock = clock;
        this.pace = pace;
    }

    /** Takes a segment that is due and asks for none that is due itself, and no other instance takes it for a while. */
    public Optional<Segment> claim() {
        var now = clock.instant();
        var due = jdbc.sql("""
                        SELECT s.id FROM patient_segments s
                        WHERE s.status IN ('active', 'completed') AND s.evaluate_at <= :now AND s.claimed_until <= :now
                            AND NOT EXISTS (SELECT 1 FROM segment_dependencies d
                                JOIN patient_segments n ON n.id = d.needs_id
                                WHERE d.segment_id = s.id AND n.status = 'active' AND n.evaluate_at <= :now)
                        ORDER BY s.evaluate_at LIMIT 1 FOR UPDATE SKIP LOCKED""")
                .param("now", Timestamp.from(now))
                .query(Long.class)
                .optional();
        due.ifPresent(id -> claimUntil(id, now.plus(pace.ofReal(LEASE))));
        return due.flatMap(segments::findById);
    }

    private void claimUntil(long id, Instant until) {
        jdbc.sql("UPDATE patient_segments SET claimed_until = ? WHERE id = ?")
                .params(Timestamp.from(until), id)
                .update();
    }

    /** Lets others take the segment again before the claim ends. */
    public void release(Segment segment) {
        claimUntil(segment.id(), clock.instant());
    }

    /**
     * Everybody has been judged, the first of them on this day; due again when the next day begins, if ever, or at once where
     * that was asked for meanwhile. Segments that ask for this one are due when anybody moved.
     */
    public void finished(Segment segment, LocalDate day, Evaluated evaluated) {
        var next = segment.active()
                ? day.plusDays(1)
                        .atStartOfDay(organizations.zoneOf(segment.organizationId()))
                        .toInstant()
                : NEVER;
        jdbc.sql("""
                        UPDATE patient_segments SET evaluate_at = IF(evaluate_at = :claimed, :next, evaluate_at), last_evaluated = :now,
                            evaluated_version = :version, drift = :drift,
                            patient_count = (SELECT COUNT(*) FROM segment_members WHERE segment_id = :id)
                        WHERE id = :id AND version = :version""")
                .param("next", Timestamp.from(next))
                .param("claimed", Timestamp.from(segment.evaluateAt()))
                .param("now", Timestamp.from(clock.instant()))
                .param("drift", evaluated.drifted())
                .param("id", segment.id())
                .param("version", segment.version())
                .update();
        if (evaluated.entered() + evaluated.left() > 0) {
            jdbc.sql("""
                            UPDATE patient_segments SET evaluate_at = :now WHERE status = 'active' AND id IN
                                (SELECT segment_id FROM segment_dependencies WHERE needs_id = :id)""")
                    .param("now", Timestamp.from(clock.instant()))
                    .param("id", segment.id())
                    .update();
        }
    }

    /** The organisation's days begin at another time from now on. */
    public void zoneChanged(long organization) {
        jdbc.sql("UPDATE patient_segments SET evaluate_at = ? WHERE organization_id = ? AND status = 'active'")
                .params(Timestamp.from(clock.instant()), organization)
                .update();
    }
}
