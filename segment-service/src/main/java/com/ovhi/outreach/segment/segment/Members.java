package com.ovhi.outreach.segment.segment;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who belongs to which segment. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Members {

    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    Members(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    void enter(long segmentId, Collection<Long> patientIds, Instant now) {
        var at = Timestamp.from(now);
        batches.batchUpdate(
                "INSERT INTO segment_members (segment_id, patient_id, entered_at) VALUES (?, ?, ?)",
                patientIds,
                BATCH,
                (row, patient) -> {
                    row.setLong(1, segmentId);
                    row.setLong(2, patient);
                    row.setTimestamp(3, at);
                });
    }

    void leave(long segmentId, Collection<Long> patientIds) {
        batches.batchUpdate(
                "DELETE FROM segment_members WHERE segment_id = ? AND patient_id = ?",
                patientIds,
                BATCH,
                (row, patient) -> {
                    row.setLong(1, segmentId);
                    row.setLong(2, patient);
                });
    }

    /** The members among the patients. */
    Set<Long> among(long segmentId, Collection<Long> patientIds) {
        var among = jdbc.sql(
                        "SELECT patient_id FROM segment_members WHERE segment_id = :segment AND patient_id IN (:ids)")
                .param("segment", segmentId)
                .param("ids", patientIds)
                .query(Long.class)
                .list();
        return new HashSet<>(among);
    }

    /**
     * Those of the patients who are members until the transaction ends; without those whom somebody else holds. Nobody is
     * waited for, for who waits while they hold members might be waited for themselves.
     */
    Set<Long> hold(long segmentId, Collection<Long> patientIds) {
        var held = jdbc.sql("""
                        SELECT patient_id FROM segment_members
                        WHERE segment_id = :segment AND patient_id IN (:ids) FOR UPDATE SKIP LOCKED""")
                .param("segment", segmentId)
                .param("ids", patientIds)
                .query(Long.class)
                .list();
        return new HashSet<>(held);
    }

    List<Member> page(long segmentId, long after, int limit) {
        return jdbc.sql("""
                        SELECT patient_id, entered_at FROM segment_members
                        WHERE segment_id = ? AND patient_id > ? ORDER BY patient_id LIMIT ?""")
                .params(segmentId, after, limit)
                .query((row, n) -> new Member(
                        row.getLong("patient_id"),
                        row.getTimestamp("entered_at").toInstant()))
                .list();
    }

    /** How many belong to each of the segments; those without members are left out. */
    Map<Long, Long> counts(Collection<Long> segmentIds) {
        return segmentIds.isEmpty()
                ? Map.of()
                : jdbc
                        .sql("""
                        SELECT segment_id, COUNT(*) AS members FROM segment_members
                        WHERE segment_id IN (:ids) GROUP BY segment_id""")
                        .param("ids", segmentIds)
                        .query((row, n) -> Map.entry(row.getLong("segment_id"), row.getLong("members")))
                        .list()
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Whether anybody belongs to the segment. */
    boolean any(long segmentId) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM segment_members WHERE segment_id = ?)")
                .param(segmentId)
                .query(Boolean.class)
                .single();
    }

    /** The segments a patient belongs to, by name. */
    List<Membership> of(long patientId) {
        return of(List.of(patientId)).getOrDefault(patientId, List.of());
    }

    /** The segments each of the patients belongs to, by name; those who belong to none are left out. */
    Map<Long, List<Membership>> of(Collection<Long> patientIds) {
        return patientIds.isEmpty()
                ? Map.of()
                : jdbc
                        .sql("""
                        SELECT m.patient_id, s.id, s.name, s.organization_id, s.is_active
                        FROM segment_members m JOIN patient_segments s ON s.id = m.segment_id
                        WHERE m.patient_id IN (:ids) ORDER BY s.name""")
                        .param("ids", patientIds)
                        .query((row, n) -> Map.entry(
                                row.getLong("patient_id"),
                                new Membership(
                                        row.getLong("id"),
                                        row.getString("name"),
                                        row.getLong("organization_id"),
                                        row.getBoolean("is_active"))))
                        .list()
                        .stream()
                        .collect(Collectors.groupingBy(
                                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /** A patient and when they entered. */
    record Member(long patientId, Instant enteredAt) {}

    /** A segment, as seen by its member. */
    record Membership(long segmentId, String segmentName, long organizationId, boolean active) {}
}
