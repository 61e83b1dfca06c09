package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.segment.rule.Family;
import com.ovhi.outreach.segment.rule.Rule;
import com.ovhi.outreach.segment.segment.Members.Membership;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The segments patients are judged by. Rules are read once for each version and kept, within bounds. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class ActiveSegments {

    private static final int KEPT = 10_000;

    private final JdbcClient jdbc;
    private final Map<Long, Compiled> compiled = new ConcurrentHashMap<>();

    ActiveSegments(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of an organisation, each after the ones it asks for. */
    List<ActiveSegment> of(long organization) {
        var found = new LinkedHashMap<Long, ActiveSegment>();
        jdbc.sql("SELECT id, version, name FROM patient_segments WHERE organization_id = ? AND status = 'active'")
                .param(organization)
                .query((row, n) -> new Listed(row.getLong("id"), row.getInt("version"), row.getString("name")))
                .list()
                .forEach(each -> found.put(
                        each.id(),
                        new ActiveSegment(
                                new Membership(each.id(), each.name(), organization, true),
                                compiled(each.id(), each.version()))));
        return ordered(found);
    }

    private Compiled compiled(long id, int version) {
        var known = compiled.get(id);
        if (known != null && known.version() == version) {
            return known;
        }
        if (compiled.size() >= KEPT) {
            compiled.clear();
        }
        var rule = Rule.stored(jdbc.sql("SELECT rules FROM patient_segments WHERE id = ?")
                .param(id)
                .query(String.class)
                .single());
        var fresh = new Compiled(version, rule, rule.families(), rule.segments());
        compiled.put(id, fresh);
        return fresh;
    }

    private static List<ActiveSegment> ordered(Map<Long, ActiveSegment> found) {
        var ordered = new ArrayList<ActiveSegment>();
        var placed = new HashSet<Long>();
        found.keySet().forEach(id -> place(id, found, placed, ordered));
        return ordered;
    }

    /** There are no cycles among segments; were there one, it would end here. */
    private static void place(long id, Map<Long, ActiveSegment> found, Set<Long> placed, List<ActiveSegment> ordered) {
        var segment = found.get(id);
        if (segment != null && placed.add(id)) {
            segment.needs().forEach(each -> place(each, found, placed, ordered));
            ordered.add(segment);
        }
    }

    private record Listed(long id, int version, String name) {}

    /** A rule taken apart. */
    record Compiled(int version, Rule rule, Set<Family> families, Set<Long> needs) {}

    /** A segment with its rule ready to judge. */
    record ActiveSegment(Membership segment, Compiled compiled) {

        long id() {
            return segment.segmentId();
        }

        Rule rule() {
            return compiled.rule();
        }

        Set<Family> families() {
            return compiled.families();
        }

        Set<Long> needs() {
            return compiled.needs();
        }
    }
}
