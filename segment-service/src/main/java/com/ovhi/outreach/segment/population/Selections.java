package com.ovhi.outreach.segment.population;

import com.ovhi.outreach.segment.rule.Rule;
import com.ovhi.outreach.segment.rule.Sql;
import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Asks the database whom a rule means, one statement for the whole population of an organisation. Values are bound,
 * never written into the text. Read in pages, by patient id.
 */
@Repository
@Transactional(readOnly = true)
public class Selections {

    /** Patients are dealt to so many lots; see column {@code sample}. */
    public static final int LOTS = 1000;

    private static final Sql PATIENTS = Sql.of("f.registered_at IS NOT NULL AND f.gone_at IS NULL");

    private final JdbcClient jdbc;

    Selections(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How many patients the organisation has. */
    public long size(long organization) {
        return number(Sql.format("SELECT COUNT(*) FROM patients f WHERE %s AND %s", of(organization), PATIENTS));
    }

    /** Whether the organisation has more patients than that; costs no more than it takes to see so many. */
    public boolean larger(long organization, int than) {
        return number(Sql.format(
                        "SELECT COUNT(*) FROM (SELECT 1 FROM patients f WHERE %s LIMIT %s) seen",
                        of(organization), Sql.of("?", than + 1)))
                > than;
    }

    /** How many patients the first so many lots have. */
    public long sizeOfLots(long organization, int lots) {
        return number(Sql.format(
                "SELECT COUNT(*) FROM patients f WHERE f.sample < %s AND %s AND %s",
                Sql.of("?", lots), of(organization), PATIENTS));
    }

    /** How many are meant. */
    public long count(long organization, Rule rule, LocalDate today) {
        return number(Sql.format("SELECT COUNT(*) FROM patients f WHERE %s", meant(organization, rule, today)));
    }

    /** How many of the first so many lots are meant. */
    public long countInLots(long organization, Rule rule, LocalDate today, int lots) {
        return number(Sql.format(
                "SELECT COUNT(*) FROM patients f WHERE f.sample < %s AND %s",
                Sql.of("?", lots), meant(organization, rule, today)));
    }

    /** Some who are meant, in an order that has nothing to do with who they are; only from the first so many lots. */
    public List<Long> sample(long organization, Rule rule, LocalDate today, int lots, int limit) {
        return ids(Sql.format(
                "SELECT f.patient_id FROM patients f WHERE f.sample < %s AND %s ORDER BY f.sample, f.patient_id LIMIT %s",
                Sql.of("?", lots), meant(organization, rule, today), Sql.of("?", limit)));
    }

    /** The next who are meant. */
    public List<Long> page(long organization, Rule rule, LocalDate today, long after, int limit) {
        return ids(Sql.format(
                "SELECT f.patient_id FROM patients f WHERE f.patient_id > %s AND %s ORDER BY f.patient_id LIMIT %s",
                Sql.of("?", after), meant(organization, rule, today), Sql.of("?", limit)));
    }

    /** The next who are meant and are no members of the segment. */
    public List<Long> missing(long segment, long organization, Rule rule, LocalDate today, long after, int limit) {
        return ids(Sql.format(
                "SELECT f.patient_id FROM patients f WHERE f.patient_id > %s AND %s AND NOT EXISTS"
                        + " (SELECT 1 FROM segment_members m WHERE m.segment_id = %s AND m.patient_id = f.patient_id)"
                        + " ORDER BY f.patient_id LIMIT %s",
                Sql.of("?", after), meant(organization, rule, today), Sql.of("?", segment), Sql.of("?", limit)));
    }

    /** The next members of the segment who are not meant, or no patients of the organisation any more. */
    public List<Long> superfluous(long segment, long organization, Rule rule, LocalDate today, long after, int limit) {
        return ids(Sql.format(
                "SELECT m.patient_id FROM segment_members m LEFT JOIN patients f ON f.patient_id = m.patient_id"
                        + " WHERE m.segment_id = %s AND m.patient_id > %s AND ((%s) IS NOT TRUE)"
                        + " ORDER BY m.patient_id LIMIT %s",
                Sql.of("?", segment), Sql.of("?", after), meant(organization, rule, today), Sql.of("?", limit)));
    }

    private static Sql meant(long organization, Rule rule, LocalDate today) {
        return Sql.format("%s AND %s AND %s", of(organization), PATIENTS, rule.sql(new FactColumns(today), today));
    }

    private static Sql of(long organization) {
        return Sql.of("f.organization_id = ?", organization);
    }

    private long number(Sql sql) {
        return jdbc.sql(sql.text()).params(sql.parameters()).query(Long.class).single();
    }

    private List<Long> ids(Sql sql) {
        return jdbc.sql(sql.text())
                .params(sql.parameters())
                .query((row, n) -> row.getLong(1))
                .list();
    }
}
