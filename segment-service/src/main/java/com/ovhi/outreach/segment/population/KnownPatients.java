package com.ovhi.outreach.segment.population;

import com.ovhi.outreach.segment.population.Known.DayCount;
import com.ovhi.outreach.segment.rule.Family;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what is known of many patients at once, as far as somebody is going to ask for it. */
@Repository
class KnownPatients {

    /** No rule looks back further. */
    private static final int LONGEST_LOOK = 730;

    private final JdbcClient jdbc;

    KnownPatients(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of the patients who are registered at the organisation and neither dead nor merged. */
    Map<Long, Known> read(long organization, Collection<Long> ids, Set<Family> families, LocalDate today) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        var asked = new Asked(organization, ids, families, today);
        var visits = visits(asked);
        var refills = refills(asked);
        var engagement = engagement(asked);
        var tags = tags(asked);
        var segments = segments(asked);
        var known = new HashMap<Long, Known>();
        for (var row : rows(asked)) {
            var id = row.patientId();
            known.put(
                    id,
                    new Known(
                            today,
                            row,
                            visits.getOrDefault(id, List.of()),
                            refills.getOrDefault(id, List.of()),
                            engagement.getOrDefault(id, List.of()),
                            new HashSet<>(tags.getOrDefault(id, List.of())),
                            new HashSet<>(segments.getOrDefault(id, List.of()))));
        }
        return known;
    }

    private List<PatientRow> rows(Asked asked) {
        return asked.of(jdbc.sql("""
                        SELECT * FROM patients WHERE organization_id = :organization AND patient_id IN (:ids)
                        AND registered_at IS NOT NULL AND gone_at IS NULL""")).query(PatientRow::of).list();
    }

    private Map<Long, List<DayCount>> visits(Asked asked) {
        return lists(asked, Family.VISITS, """
                SELECT patient_id, status AS kind, starts_on AS day, COUNT(*) AS times FROM visits
                WHERE organization_id = :organization AND patient_id IN (:ids) AND starts_on >= :since
                GROUP BY patient_id, status, starts_on""", KnownPatients::dayCount);
    }

    private Map<Long, List<LocalDate>> refills(Asked asked) {
        return lists(
                asked,
                Family.CARE,
                "SELECT patient_id, due_on FROM refills"
                        + " WHERE organization_id = :organization AND patient_id IN (:ids)",
                (row, n) -> row.getObject("due_on", LocalDate.class));
    }

    private Map<Long, List<DayCount>> engagement(Asked asked) {
        return lists(asked, Family.ENGAGEMENT, """
                SELECT patient_id, kind, happened_on AS day, times FROM engagement_days
                WHERE organization_id = :organization AND patient_id IN (:ids) AND happened_on >= :since""", KnownPatients::dayCount);
    }

    private Map<Long, List<String>> tags(Asked asked) {
        return lists(
                asked,
                Family.TAGS,
                "SELECT patient_id, tag FROM patient_tags"
                        + " WHERE organization_id = :organization AND patient_id IN (:ids)",
                (row, n) -> row.getString("tag"));
    }

    private Map<Long, List<Long>> segments(Asked asked) {
        return lists(
                asked,
                Family.SEGMENTS,
                "SELECT patient_id, segment_id FROM segment_members WHERE patient_id IN (:ids)",
                (row, n) -> row.getLong("segment_id"));
    }

    private <T> Map<Long, List<T>> lists(Asked asked, Family family, String sql, RowMapper<T> element) {
        if (!asked.families().contains(family)) {
            return Map.of();
        }
        return asked
                .of(jdbc.sql(sql))
                .query((row, n) -> Map.entry(row.getLong("patient_id"), element.mapRow(row, n)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static DayCount dayCount(ResultSet row, int number) throws SQLException {
        return new DayCount(row.getString("kind"), row.getObject("day", LocalDate.class), row.getLong("times"));
    }

    private record Asked(long organization, Collection<Long> ids, Set<Family> families, LocalDate today) {
        JdbcClient.StatementSpec of(JdbcClient.StatementSpec statement) {
            return statement
                    .param("organization", organization)
                    .param("ids", ids)
                    .param("since", today.minusDays(LONGEST_LOOK));
        }
    }
}
