package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.segment.population.Organizations;
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

    /** Takes a segment that is due, and no other instance takes it for a while. */
    public Optional<Segment> claim() {
        var now = clock.instant();
        var due = jdbc.sql("""
                        SELECT id FROM patient_segments WHERE is_active = TRUE AND evaluate_at <= ? AND claimed_until <= ?
                        ORDER BY evaluate_at LIMIT 1 FOR UPDATE SKIP LOCKED""")
                .params(Timestamp.from(now), Timestamp.from(now))
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

    /** Everybody has been judged, the first of them on this day; due again when the next day begins. */
    public void finished(Segment segment, LocalDate day) {
        var next = day.plusDays(1).atStartOfDay(organizations.zoneOf(segment.organizationId()));
        jdbc.sql("""
                        UPDATE patient_segments SET evaluate_at = :next, last_evaluated = :now,
                            patient_count = (SELECT COUNT(*) FROM segment_members WHERE segment_id = :id)
                        WHERE id = :id AND version = :version""")
                .param("next", Timestamp.from(next.toInstant()))
                .param("now", Timestamp.from(clock.instant()))
                .param("id", segment.id())
                .param("version", segment.version())
                .update();
    }
}
