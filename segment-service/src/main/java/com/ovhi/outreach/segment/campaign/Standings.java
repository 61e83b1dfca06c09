package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.campaign.Whereabouts.Stand;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Where the patients stand by now whom steps were for. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Standings {

    private final JdbcClient jdbc;
    private final Enrolments enrolments;

    Standings(JdbcClient jdbc, Enrolments enrolments) {
        this.jdbc = jdbc;
        this.enrolments = enrolments;
    }

    /** Where the patient stands whom a step was for, as far as they are in the same run: what they answer or do counts there. */
    Optional<Enrolment> of(Execution execution) {
        return now(execution).filter(each -> each.run() == execution.run());
    }

    /** The same whichever run they are in. Whose record was merged goes on under another one. */
    Optional<Enrolment> now(Execution execution) {
        var found = enrolments.find(execution.campaignId(), execution.patientId());
        for (var merge = 0; merge < Whereabouts.MOST_MERGES && found.isPresent(); merge++) {
            var survivor =
                    survivor(found.get().patientId()).flatMap(each -> enrolments.find(execution.campaignId(), each));
            if (survivor.isEmpty()) {
                return found;
            }
            found = survivor;
        }
        return found;
    }

    private Optional<Long> survivor(long patientId) {
        return jdbc.sql("SELECT merged_into FROM patients WHERE patient_id = ? AND merged_into IS NOT NULL")
                .param(patientId)
                .query(Long.class)
                .optional();
    }

    /** Where the patients stand whom steps of a campaign were for. Nothing is locked. */
    Whereabouts whereabouts(long campaignId, Collection<Long> patientIds) {
        var stands = new HashMap<Long, Stand>();
        var wanted = Set.copyOf(patientIds);
        for (var merge = 0; merge <= Whereabouts.MOST_MERGES && !wanted.isEmpty(); merge++) {
            var found = stands(campaignId, wanted);
            stands.putAll(found);
            wanted = found.values().stream()
                    .map(Stand::mergedInto)
                    .filter(Objects::nonNull)
                    .filter(each -> !stands.containsKey(each))
                    .collect(Collectors.toSet());
        }
        return new Whereabouts(stands);
    }

    /**
     * Holds them: the record a patient goes on under, and the one it was merged into if that was not known. Who takes a record
     * over copies what its patient did, and nobody sees it before it is committed; asking for the new row with a lock waits for it.
     *
     * @param read where they stood before, without a lock
     */
    Whereabouts hold(long campaignId, Collection<Long> patientIds, Whereabouts read) {
        var now = read;
        var held = hold(campaignId, patientIds.stream().flatMap(now::toHold));
        for (var merge = 0; merge < Whereabouts.MOST_MERGES && !now.knows(held.keySet()); merge++) {
            now = whereabouts(campaignId, patientIds);
            held = hold(campaignId, patientIds.stream().flatMap(now::toHold));
        }
        return now.with(held);
    }

    private Map<Long, Enrolment> hold(long campaignId, Stream<Long> patientIds) {
        return enrolments.hold(campaignId, patientIds.collect(Collectors.toSet()));
    }

    private Map<Long, Stand> stands(long campaignId, Collection<Long> patientIds) {
        return jdbc
                .sql("""
                        SELECT e.*, p.merged_into FROM enrolments e FORCE INDEX (PRIMARY)
                            LEFT JOIN patients p ON p.patient_id = e.patient_id
                        WHERE e.campaign_id = :campaign AND e.patient_id IN (:patients)""")
                .param("campaign", campaignId)
                .param("patients", patientIds)
                .query((row, _) -> new Stand(Enrolments.read(row), row.getObject("merged_into", Long.class)))
                .list()
                .stream()
                .collect(Collectors.toMap(each -> each.enrolment().patientId(), Function.identity()));
    }
}
