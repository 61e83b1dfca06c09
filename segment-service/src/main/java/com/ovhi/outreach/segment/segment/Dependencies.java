package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.ids.Ids;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which segments ask for the members of which others. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Dependencies {

    private final JdbcClient jdbc;

    Dependencies(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The organisation's segments and how they stand; nobody changes, adds or deletes one until the transaction ends. */
    Map<Long, SegmentStatus> holdAll(long organization) {
        var held = new HashMap<Long, SegmentStatus>();
        jdbc.sql("SELECT id, status FROM patient_segments WHERE organization_id = ? ORDER BY id FOR UPDATE")
                .param(organization)
                .query(row -> {
                    held.put(row.getLong("id"), SegmentStatus.of(row.getString("status")));
                });
        return held;
    }

    void replace(long segmentId, Collection<Long> needs) {
        jdbc.sql("DELETE FROM segment_dependencies WHERE segment_id = ?")
                .param(segmentId)
                .update();
        needs.forEach(each -> jdbc.sql("INSERT INTO segment_dependencies (segment_id, needs_id) VALUES (?, ?)")
                .params(segmentId, each)
                .update());
    }

    /** The segments in use that ask for this one. */
    List<Long> dependents(long segmentId) {
        return jdbc.sql("""
                        SELECT d.segment_id FROM segment_dependencies d JOIN patient_segments s ON s.id = d.segment_id
                        WHERE d.needs_id = ? AND s.status <> 'completed' ORDER BY d.segment_id""")
                .param(segmentId)
                .query((row, n) -> row.getLong("segment_id"))
                .list();
    }

    /** Whether a segment asks for another one, at once or through others; each asks for itself. */
    boolean reaches(long from, long to) {
        return all(from).contains(to);
    }

    /** A name for the rules of segments and all they ask for: another one once any of them is changed. */
    String rules(long segmentId, Collection<Long> others) {
        var asked = all(segmentId);
        others.forEach(each -> asked.addAll(all(each)));
        var versions = jdbc.sql("SELECT id, rule_version FROM patient_segments WHERE id IN (:ids) ORDER BY id")
                .param("ids", asked)
                .query((row, n) -> row.getLong("id") + "/" + row.getInt("rule_version"))
                .list();
        return Ids.of("segment-rules/" + String.join("/", versions)).toString();
    }

    private Set<Long> all(long segmentId) {
        var open = new ArrayDeque<>(List.of(segmentId));
        var seen = new HashSet<Long>();
        while (!open.isEmpty()) {
            var next = open.pop();
            if (seen.add(next)) {
                open.addAll(needs(next));
            }
        }
        return seen;
    }

    private Set<Long> needs(long segmentId) {
        return jdbc.sql("SELECT needs_id FROM segment_dependencies WHERE segment_id = ?")
                .param(segmentId)
                .query((row, n) -> row.getLong("needs_id"))
                .set();
    }
}
