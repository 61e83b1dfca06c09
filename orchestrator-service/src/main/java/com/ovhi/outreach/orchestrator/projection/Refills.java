package com.ovhi.outreach.orchestrator.projection;

import com.ovhi.outreach.common.contract.ovhi.RefillDue;
import com.ovhi.outreach.common.time.UtcTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * When each prescription can be refilled. A date that is told later replaces the one before, also as long as the requests
 * for that one are still on their way. Thread-safe.
 */
@Repository
public class Refills {

    private final JdbcClient jdbc;

    Refills(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Remembers a date; nobody else changes it, or carries out what was asked for it, until the transaction ends.
     *
     * @param at when core said so
     * @return false when core has said another one since
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean due(RefillDue refill, Instant at) {
        jdbc.sql("""
                        INSERT INTO refills (organization_id, prescription_id, due_on, event_time) VALUES (?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE
                            due_on = IF(VALUES(event_time) >= event_time, VALUES(due_on), due_on),
                            event_time = GREATEST(event_time, VALUES(event_time))""")
                .params(refill.organizationId(), refill.prescriptionId(), refill.dueOn(), UtcTime.of(at))
                .update();
        return jdbc.sql("SELECT due_on FROM refills WHERE organization_id = ? AND prescription_id = ?")
                .params(refill.organizationId(), refill.prescriptionId())
                .query(LocalDate.class)
                .single()
                .equals(refill.dueOn());
    }

    /** A request is made for a date. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void ask(UUID requestId, RefillDue refill) {
        jdbc.sql("""
                        INSERT INTO refill_requests (request_id, organization_id, prescription_id, due_on)
                        VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE request_id = VALUES(request_id)""")
                .params(requestId.toString(), refill.organizationId(), refill.prescriptionId(), refill.dueOn())
                .update();
    }

    /** Which of these requests were made for dates that have been replaced; stays so until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<UUID> replaced(Set<UUID> requests) {
        return ReplacedRequests.among(requests, jdbc.sql("""
                        SELECT request.request_id, request.due_on = refill.due_on AS is_current
                        FROM refill_requests request JOIN refills refill USING (organization_id, prescription_id)
                        WHERE request.request_id IN (:requests) ORDER BY request.request_id LOCK IN SHARE MODE"""));
    }
}
