package com.ovhi.outreach.orchestrator.projection;

import com.ovhi.outreach.common.contract.api.PatientRef;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Several patients in one query: {@code organization_id IN (:organizations) AND patient_id IN (:patients)}. With several
 * organisations it may find others as well; whoever asks passes those over.
 */
public record Several(Set<Long> organizations, Set<Long> patients) {

    /** These. */
    public static Several of(Collection<PatientRef> patients) {
        return new Several(
                patients.stream().map(PatientRef::organizationId).collect(Collectors.toSet()),
                patients.stream().map(PatientRef::patientId).collect(Collectors.toSet()));
    }

    /** Sets the parameters of a query. */
    public StatementSpec in(StatementSpec query) {
        return query.param("organizations", organizations).param("patients", patients);
    }
}
