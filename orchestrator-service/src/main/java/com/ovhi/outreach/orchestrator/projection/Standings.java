package com.ovhi.outreach.orchestrator.projection;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How visits stand, for whoever is to say something of them; visits that are not known are left out. Thread-safe. */
@Repository
public class Standings {

    private final JdbcClient jdbc;

    Standings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How a visit stands. */
    @Transactional(readOnly = true)
    public Optional<Standing> of(VisitKey visit) {
        return Optional.ofNullable(of(Set.of(visit)).get(visit));
    }

    /** How visits stand. */
    @Transactional(readOnly = true)
    public Map<VisitKey, Standing> of(Set<VisitKey> visits) {
        return read(visits, "");
    }

    /** Like {@link #of(Set)}; they stand like that until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<VisitKey, Standing> hold(Set<VisitKey> visits) {
        return read(visits, " ORDER BY organization_id, appointment_id LOCK IN SHARE MODE");
    }

    /** Like {@link #hold}, but waits for nobody: those are left out that somebody else holds. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<VisitKey, Standing> holdFree(Set<VisitKey> visits) {
        // A shared lock that passes over what is locked is written differently in MariaDB and in MySQL.
        return read(visits, " ORDER BY organization_id, appointment_id FOR UPDATE SKIP LOCKED");
    }

    private Map<VisitKey, Standing> read(Set<VisitKey> visits, String lock) {
        var standings = new HashMap<VisitKey, Standing>();
        if (visits.isEmpty()) {
            return standings;
        }
        // With several organisations this finds others as well.
        jdbc
                .sql("""
                        SELECT organization_id, appointment_id, version, patient_id, state, start_at, is_sensitive
                        FROM appointments
                        WHERE organization_id IN (:organizations) AND appointment_id IN (:visits) AND version > 0""" + lock)
                .param("organizations", each(visits, VisitKey::organizationId))
                .param("visits", each(visits, VisitKey::appointmentId))
                .query((row, n) -> Map.entry(
                        new VisitKey(row.getLong("organization_id"), row.getLong("appointment_id")),
                        Standing.read(row, n)))
                .stream()
                .filter(found -> visits.contains(found.getKey()))
                .forEach(found -> standings.put(found.getKey(), found.getValue()));
        return standings;
    }

    private static Set<Long> each(Collection<VisitKey> visits, ToLongFunction<VisitKey> part) {
        return visits.stream().map(part::applyAsLong).collect(Collectors.toSet());
    }
}
