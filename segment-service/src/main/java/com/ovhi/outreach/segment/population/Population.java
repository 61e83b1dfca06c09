package com.ovhi.outreach.segment.population;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The registered patients, as they are to be judged now. Read in pages, by patient id. */
@Repository
@Transactional(readOnly = true)
public class Population {

    private static final String ONE = "patient_id = :patient AND registered_at IS NOT NULL";
    private static final String PAGE = """
            organization_id = :organization AND patient_id > :after AND registered_at IS NOT NULL
                ORDER BY patient_id LIMIT :limit""";
    private static final String FACTS = """
            SELECT p.*,
                MAX(CASE WHEN v.status = 'completed' THEN v.starts_on END) AS last_visit,
                MIN(CASE WHEN v.status = 'booked' AND v.starts_at >= :now THEN v.starts_on END) AS next_visit,
                COALESCE(SUM(v.status = 'completed'), 0) AS visit_count,
                COALESCE(SUM(v.status = 'no_show'), 0) AS no_show_count,
                COALESCE(SUM(v.status = 'cancelled'), 0) AS cancelled_count
            FROM (
                SELECT patient_id, organization_id, birth_year, birth_month, state, lab_ready_at,
                    COALESCE(preferred_language, language) AS spoken,
                    marketing_email, marketing_sms, marketing_whatsapp,
                    COALESCE(
                        (SELECT MIN(r.due_on) FROM refills r WHERE r.patient_id = patients.patient_id
                            AND r.organization_id = patients.organization_id AND r.due_on >= :today),
                        (SELECT MAX(r.due_on) FROM refills r WHERE r.patient_id = patients.patient_id
                            AND r.organization_id = patients.organization_id)) AS refill_due
                FROM patients WHERE %s) p
            LEFT JOIN visits v ON v.patient_id = p.patient_id AND v.organization_id = p.organization_id
            GROUP BY p.patient_id, p.organization_id, p.birth_year, p.birth_month, p.state, p.lab_ready_at, p.spoken,
                p.marketing_email, p.marketing_sms, p.marketing_whatsapp, p.refill_due
            ORDER BY p.patient_id""";

    private final JdbcClient jdbc;
    private final Organizations organizations;
    private final Clock clock;

    Population(JdbcClient jdbc, Organizations organizations, Clock clock) {
        this.jdbc = jdbc;
        this.organizations = organizations;
        this.clock = clock;
    }

    /** One patient; empty until registered. */
    public Optional<Person> find(long patientId) {
        return organizationOf(patientId)
                .flatMap(organization -> facts(ONE, organization)
                        .param("patient", patientId)
                        .query(reader(organization))
                        .optional());
    }

    /** Whose patient it is; empty when nothing is known of them. */
    public Optional<Long> organizationOf(long patientId) {
        return jdbc.sql("SELECT organization_id FROM patients WHERE patient_id = ?")
                .param(patientId)
                .query(Long.class)
                .optional();
    }

    /** The next patients of an organisation. */
    public List<Person> page(long organizationId, long after, int limit) {
        return facts(PAGE, organizationId)
                .param("organization", organizationId)
                .param("after", after)
                .param("limit", limit)
                .query(reader(organizationId))
                .list();
    }

    /** Like {@link #page}, and nothing about these patients changes until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Person> lockedPage(long organizationId, long after, int limit) {
        var locked = jdbc.sql("SELECT patient_id FROM patients WHERE " + PAGE + " FOR UPDATE")
                .param("organization", organizationId)
                .param("after", after)
                .param("limit", limit)
                .query(Long.class)
                .set();
        return page(organizationId, after, limit).stream()
                .filter(each -> locked.contains(each.patientId()))
                .toList();
    }

    /** Those of the patients who opted in to marketing on at least one channel. */
    public Set<Long> openToMarketing(Collection<Long> patientIds) {
        if (patientIds.isEmpty()) {
            return Set.of();
        }
        var open = jdbc.sql("""
                        SELECT patient_id FROM patients WHERE patient_id IN (:ids)
                        AND (marketing_email OR marketing_sms OR marketing_whatsapp)""").param("ids", patientIds).query(Long.class).list();
        return new HashSet<>(open);
    }

    private JdbcClient.StatementSpec facts(String selection, long organizationId) {
        var now = clock.instant();
        return jdbc.sql(FACTS.formatted(selection))
                .param("now", Timestamp.from(now))
                .param("today", now.atZone(organizations.zoneOf(organizationId)).toLocalDate());
    }

    private FactsReader reader(long organizationId) {
        return new FactsReader(clock.instant(), organizations.zoneOf(organizationId));
    }
}
