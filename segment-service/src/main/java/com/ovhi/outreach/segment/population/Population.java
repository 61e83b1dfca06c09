package com.ovhi.outreach.segment.population;

import com.ovhi.outreach.segment.rule.Facts;
import com.ovhi.outreach.segment.rule.Family;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The registered, living patients, as they are to be judged now. */
@Repository
@Transactional(readOnly = true)
public class Population {

    private final JdbcClient jdbc;
    private final KnownPatients known;
    private final Organizations organizations;
    private final Clock clock;

    Population(JdbcClient jdbc, KnownPatients known, Organizations organizations, Clock clock) {
        this.jdbc = jdbc;
        this.known = known;
        this.organizations = organizations;
        this.clock = clock;
    }

    /** One patient; empty until registered, and once dead or merged. */
    public Optional<Person> find(long patientId) {
        return organizationOf(patientId)
                .map(organization -> people(organization, List.of(patientId)).get(patientId))
                .map(facts -> new Person(patientId, facts));
    }

    /** Whose patient it is; empty when nothing is known of them. */
    public Optional<Long> organizationOf(long patientId) {
        return Optional.ofNullable(organizationsOf(List.of(patientId)).get(patientId));
    }

    /** Whose patients they are, as far as anything is known of them. */
    public Map<Long, Long> organizationsOf(Collection<Long> patientIds) {
        return patientIds.isEmpty()
                ? Map.of()
                : jdbc
                        .sql("SELECT patient_id, organization_id FROM patients WHERE patient_id IN (:ids)")
                        .param("ids", patientIds)
                        .query((row, n) -> Map.entry(row.getLong("patient_id"), row.getLong("organization_id")))
                        .list()
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Everything known of those of the patients who are the organisation's. */
    public Map<Long, Facts> people(long organizationId, Collection<Long> patientIds) {
        return people(organizationId, patientIds, EnumSet.allOf(Family.class), today(organizationId));
    }

    /** Like {@link #people(long, Collection)} on a day, and only what belongs to these families. */
    public Map<Long, Facts> people(
            long organizationId, Collection<Long> patientIds, Set<Family> families, LocalDate today) {
        return Map.copyOf(known.read(organizationId, patientIds, families, today));
    }

    /** Nothing about these patients changes until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(Collection<Long> patientIds) {
        jdbc.sql("SELECT patient_id FROM patients WHERE patient_id IN (:ids) ORDER BY patient_id FOR UPDATE")
                .param("ids", patientIds)
                .query(Long.class)
                .list();
    }

    /** The date at the organisation. */
    public LocalDate today(long organizationId) {
        return LocalDate.ofInstant(clock.instant(), organizations.zoneOf(organizationId));
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
}
