package com.ovhi.outreach.segment.campaign;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Where the patients stand by now whom steps were for. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Standings {

    /** Records that were merged one into the other; more than these are a mistake, or a circle. */
    private static final int MOST_MERGES = 8;

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
        for (var merge = 0; merge < MOST_MERGES && found.isPresent(); merge++) {
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

    /** Why they left in a run, or that they are in a later one; empty while neither is so. Nothing is locked. */
    Optional<String> over(Execution execution) {
        return jdbc.sql("""
                        SELECT IF(run > :run, '%s', exit_reason) FROM enrolments
                        WHERE campaign_id = :campaign AND patient_id = :patient
                            AND (run > :run OR run = :run AND state = 'exited' AND exit_reason IS NOT NULL)""".formatted(Enrolment.BEGAN_AGAIN))
                .param("campaign", execution.campaignId())
                .param("patient", execution.patientId())
                .param("run", execution.run())
                .query(String.class)
                .optional();
    }
}
