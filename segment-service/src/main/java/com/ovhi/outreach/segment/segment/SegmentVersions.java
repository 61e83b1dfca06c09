package com.ovhi.outreach.segment.segment;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Every wording a segment has had. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class SegmentVersions {

    private final JdbcClient jdbc;

    SegmentVersions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void record(Segment segment, String by) {
        jdbc.sql("""
                        INSERT INTO segment_versions
                            (segment_id, version, name, description, rules, status, changed_by, changed_at)
                        VALUES (:id, :version, :name, :description, :rules, :status, :by, :at)""")
                .param("id", segment.id())
                .param("version", segment.version())
                .param("name", segment.name())
                .param("description", segment.description())
                .param("rules", segment.rules())
                .param("status", segment.status().code())
                .param("by", by)
                .param("at", Timestamp.from(segment.updatedAt()))
                .update();
    }

    /** The latest first. */
    List<Wording> of(long segmentId, int before, int limit) {
        return jdbc.sql("""
                        SELECT version, name, description, rules, status, changed_by, changed_at FROM segment_versions
                        WHERE segment_id = ? AND version < ? ORDER BY version DESC LIMIT ?""")
                .params(segmentId, before, limit)
                .query((row, n) -> new Wording(
                        row.getInt("version"),
                        row.getString("name"),
                        row.getString("description"),
                        row.getString("rules"),
                        SegmentStatus.of(row.getString("status")),
                        row.getString("changed_by"),
                        row.getTimestamp("changed_at").toInstant()))
                .list();
    }

    void forget(long segmentId) {
        jdbc.sql("DELETE FROM segment_versions WHERE segment_id = ?")
                .param(segmentId)
                .update();
    }

    /** A segment as it once was. */
    record Wording(
            int version,
            String name,
            @Nullable String description,
            String rules,
            SegmentStatus status,
            String changedBy,
            Instant changedAt) {}
}
